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
package io.connectembedded.internal.lifecycle.work;

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Who does a worker's work: threads of its own, {@link WorkerThreads}, or somebody who does it by hand, step by step, as
 * a test driver does. The worker is the same either way.
 */
public interface Execution extends Waits {

    /** Prepares this work under this role; the caller starts it. */
    Running create(String role, Work work);

    /** Prepares and starts it. */
    default Running start(String role, Work work) {
        Running running = create(role, work);
        running.start();
        return running;
    }

    /** For calls into plug-ins of which any number may hang. */
    ExecutorService pool(String role);

    /** Waits until all that was started here has ended; false when something has not by then. */
    boolean awaitEnd(Deadline deadline) throws InterruptedException;

    /** What was started here and has not ended, by name. */
    Set<String> live();

    /** Work that was prepared. */
    interface Running {

        void start();

        boolean wasStarted();

        /** Started, and not ended. */
        boolean isAlive();

        /** Whether the caller is this very work. */
        boolean isCurrent();

        /** There is something to do that somebody may already wait for. */
        void wake();

        void interrupt();

        /** Waits for its end; whether it came. */
        boolean join(Duration limit) throws InterruptedException;
    }
}
