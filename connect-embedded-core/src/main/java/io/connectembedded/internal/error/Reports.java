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
package io.connectembedded.internal.error;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of each record that is given up.
 *
 * @param log null unless {@code errors.log.enable}
 * @param deadLetters null unless there is a dead letter queue
 */
public record Reports<T>(
        @Nullable LogReporter log, @Nullable DeadLetterQueue<T> deadLetters) {

    static final CompletableFuture<@Nullable Void> NOTHING_TO_WRITE = CompletableFuture.completedFuture(null);

    public static <T> Reports<T> none() {
        return new Reports<>(null, null);
    }

    boolean areNone() {
        return log == null && deadLetters == null;
    }

    boolean haveDeadLetters() {
        return deadLetters != null;
    }

    CompletableFuture<@Nullable Void> report(RecordFailure<T> failed) {
        if (log != null) {
            log.report(failed);
        }
        return deadLetters == null ? NOTHING_TO_WRITE : deadLetters.send(failed);
    }

    void throwIfLost() {
        if (deadLetters != null) {
            deadLetters.throwIfLost();
        }
    }
}
