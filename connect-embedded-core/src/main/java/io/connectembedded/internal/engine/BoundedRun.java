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
package io.connectembedded.internal.engine;

import io.connectembedded.ConnectListener;
import io.connectembedded.RunSummary;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.internal.engine.goal.GoalRun;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.status.WorkerState;
import java.util.concurrent.ExecutionException;

/** Start, run, stop, account. On the host's thread, which waits. */
record BoundedRun(String worker, WorkerLife life, GoalRun goal) {

    RunSummary run() {
        if (life.isAlone()) {
            throw new WorkerStateException("runUntil() waits for what others do, and worker " + worker
                    + " does nothing by itself: move it by its driver");
        }
        if (life.state() != WorkerState.STOPPED) {
            throw notStopped();
        }
        ConnectListener.Registration hears = life.listen(goal.listener());
        try {
            if (!life.start(goal)) {
                throw notStopped();
            }
            return ended();
        } finally {
            hears.close();
        }
    }

    private WorkerStateException notStopped() {
        return new WorkerStateException("runUntil() needs worker " + worker + " STOPPED, and it is " + life.state()
                + (life.state() == WorkerState.CLOSED ? "; build a new one" : "; stop it first"));
    }

    private RunSummary ended() {
        try {
            RunSummary.Outcome outcome = goal.done().get();
            life.stop();
            return goal.summary(outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            life.stop();
            throw new ConnectEmbeddedException("Interrupted while worker " + worker + " ran; it is stopped", e);
        } catch (ExecutionException e) {
            life.stop();
            Throwable cause = Failures.causeOf(e);
            throw new ConnectEmbeddedException(
                    "The predicate given to RunGoal.record threw "
                            + cause.getClass().getName() + "; worker " + worker + " is stopped",
                    cause);
        }
    }
}
