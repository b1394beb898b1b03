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

/** Work that a thread does. */
final class ThreadRunning implements Execution.Running {

    private final Thread thread;

    ThreadRunning(Thread thread) {
        this.thread = thread;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean wasStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void wake() {
        // The thread waits on the work's own queue.
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public boolean join(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, Deadline.millis(limit)));
        return !thread.isAlive();
    }
}
