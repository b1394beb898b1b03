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

import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The work of one task, free of threads: {@link TaskRunner} drives it in production, a test may drive it by hand. One
 * thread calls all but the methods of the second half, which any thread may call.
 */
public interface TaskBody {

    /** Hands the plug-in its context and starts it. */
    void start() throws Exception;

    /** One round of the loop: poll, and whatever came of it. */
    void iterate() throws Exception;

    /** Commits now what can be committed, as {@link #iterate} or a timer does when it is time. */
    void commit() throws Exception;

    /** How long the task can be left alone before its clock wants a round; a day or more when it wants none. */
    Duration untilRound();

    /** Whether {@link #iterate} must go on while the task is paused (a sink stays in its group). */
    boolean iteratesWhilePaused();

    /** The target became PAUSE. */
    void pause() throws Exception;

    /** The target became RUN again. */
    void resume() throws Exception;

    /** The last commit, after the loop has ended, also when it ended by a failure. Never throws. */
    void finish(boolean failed, Deadline deadline);

    /** Stops the plug-in, if it was started, and closes clients and converters. Never throws. */
    void close(Deadline deadline);

    /** The step the body is in, for messages: start, poll, convert, send, put, commit, stop. */
    String stage();

    /** Ends a wait of {@link #iterate} that is ours. */
    void wakeUp();

    /** The task is abandoned: whatever it still does must reach neither Kafka nor the offset store. May block. */
    void cancel();

    /** After {@link #close}: the method of the plug-in that a thread of a client is still in; null when there is none. */
    default @Nullable String leftIn() {
        return null;
    }

    void stateChanged(TaskState to);

    TaskMetrics metrics(Instant now);

    /** Removes the task's metrics; they outlive a failed task until it is restarted or removed. */
    void removeMetrics();
}
