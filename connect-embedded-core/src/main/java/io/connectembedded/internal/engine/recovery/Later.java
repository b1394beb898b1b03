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
import org.jspecify.annotations.Nullable;

/** One thing to do later; to ask for it again is to ask for it instead. Control thread. */
public final class Later {

    private final CommandLoop control;
    private CommandLoop.@Nullable Timer pending;

    public Later(CommandLoop control) {
        this.control = control;
    }

    public void after(Duration delay, Runnable action) {
        cancel();
        pending = control.after(delay, () -> {
            pending = null;
            action.run();
        });
    }

    public void cancel() {
        CommandLoop.Timer asked = pending;
        if (asked != null) {
            control.cancel(asked);
            pending = null;
        }
    }
}
