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
package io.connectembedded.driver;

import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import java.time.Duration;

/** Work that is done by hand, and never within itself. */
final class HandRunning implements Execution.Running {

    private final HandExecution execution;
    private final String role;
    private final Work work;
    private boolean started;
    private boolean current;

    HandRunning(HandExecution execution, String role, Work work) {
        this.execution = execution;
        this.role = role;
        this.work = work;
    }

    String role() {
        return role;
    }

    Work work() {
        return work;
    }

    /** Does what there is to do now, unless it is at it already. */
    boolean runPending() {
        if (!started || current || execution.isForgotten()) {
            return false;
        }
        current = true;
        try {
            return work.runPending();
        } finally {
            current = false;
        }
    }

    /**
     * Something else that is done with it by hand, which is no less at work then.
     *
     * @throws IllegalStateException if it is at work already: whoever calls is called by it
     */
    void whileCurrent(Runnable step) {
        if (current) {
            throw new IllegalStateException("Within a call of its plug-in, " + role
                    + " cannot be moved by hand; do it after that call has returned");
        }
        current = true;
        try {
            step.run();
        } finally {
            current = false;
        }
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public boolean wasStarted() {
        return started;
    }

    @Override
    public boolean isAlive() {
        return started && !work.isOver();
    }

    @Override
    public boolean isCurrent() {
        return current;
    }

    /** On the spot: a plug-in may wait for it, and then nobody else gets to do it. */
    @Override
    public void wake() {
        runPending();
    }

    @Override
    public void interrupt() {
        // Whoever calls it is the thread it is meant for.
    }

    @Override
    public boolean join(Duration limit) {
        boolean moved = true;
        while (moved && !work.isOver()) {
            moved = execution.runPending();
        }
        return work.isOver();
    }
}
