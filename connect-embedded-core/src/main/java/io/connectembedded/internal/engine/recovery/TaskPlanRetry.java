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
package io.connectembedded.internal.engine.recovery;

import io.connectembedded.internal.lifecycle.work.CommandLoop;
import java.time.Duration;

/** Tries taskConfigs again after a growing delay, as Connect does. Control thread. */
public final class TaskPlanRetry {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Later retry;
    private Duration delay = FIRST;
    private boolean pending;

    public TaskPlanRetry(CommandLoop control) {
        this.retry = new Later(control);
    }

    public void later(Runnable again) {
        if (!pending) {
            pending = true;
            retry.after(delay, () -> {
                pending = false;
                again.run();
            });
        }
        Duration doubled = delay.multipliedBy(2);
        delay = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    public void succeeded() {
        delay = FIRST;
    }

    /** By another config there is nothing to wait for any more. */
    public void reset() {
        retry.cancel();
        pending = false;
        delay = FIRST;
    }
}
