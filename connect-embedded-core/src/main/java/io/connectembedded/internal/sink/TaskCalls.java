/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.sink;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The methods of the task that are called within another step of the loop, a poll or a commit: which one it is in, and
 * which one failed, for messages. Task thread; another may look.
 */
final class TaskCalls {

    private volatile @Nullable String running;
    private volatile @Nullable String failed;

    void run(String method, Runnable call) {
        get(method, () -> {
            call.run();
            return method;
        });
    }

    <T> @Nullable T get(String method, Supplier<? extends @Nullable T> call) {
        running = method;
        boolean returned = false;
        try {
            T answer = call.get();
            returned = true;
            return answer;
        } finally {
            running = null;
            if (!returned && failed == null) {
                failed = method;
            }
        }
    }

    /** What failed last is no failure of the task. */
    void forgive() {
        failed = null;
    }

    /** Null when the task is in none of these. */
    @Nullable
    String running() {
        return running;
    }

    /** The first that failed; null when none did. */
    @Nullable
    String failed() {
        return failed;
    }
}
