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
package io.connectembedded.internal.lifecycle;

import org.slf4j.Logger;

/** Closes one thing after the other; one that fails is logged, secrets removed, and does not keep the rest open. */
public final class Closing {

    private final Logger log;
    private final Failures failures;

    public Closing(Logger log, Failures failures) {
        this.log = log;
        this.failures = failures;
    }

    /** Something that may fail when it is closed. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    public void step(String what, Step step) {
        // An interrupt was meant for the plug-in code before: none of our steps, nor task.stop, begins interrupted.
        Thread.interrupted();
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("Interrupted while {}", what);
        } catch (Throwable t) {
            // As text: the logged exception itself would show what is removed here.
            log.warn(
                    "Failure while {}; the rest is closed all the same: {}",
                    what,
                    failures.of(what, t).trace());
        }
    }
}
