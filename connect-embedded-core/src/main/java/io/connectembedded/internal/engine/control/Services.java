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
package io.connectembedded.internal.engine.control;

import io.connectembedded.error.WorkerStateException;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.engine.event.Abandoned;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.offset.OffsetStorages;
import io.connectembedded.status.TargetState;
import java.time.Duration;
import org.apache.kafka.common.utils.Time;

/** What the control of every connector and task needs of its worker. */
public record Services(
        String workerId,
        CommandLoop control,
        Execution execution,
        Time time,
        Events events,
        TaskFactory tasks,
        OffsetStorages storages,
        ConnectMetrics metrics,
        Abandoned abandoned,
        Duration grace) {

    /** For what needs a connector at rest: its target is STOPPED and nothing of it can write offsets any more. */
    void refuseUnlessStopped(ConnectorControl connector, String operation) {
        String needs = "The " + operation + " needs the connector STOPPED, and ";
        if (connector.target() != TargetState.STOPPED) {
            throw new WorkerStateException(
                    needs + "its target is " + connector.target() + "; await stop() first, and resume() afterwards");
        }
        if (!connector.tasks().isEmpty()) {
            throw new WorkerStateException(needs + "its tasks "
                    + connector.tasks().numbers() + " are still ending; await the completion of stop() first");
        }
        if (!abandoned.isCutOff(connector.name())) {
            throw new WorkerStateException(needs + "a task of it that did not return from its plug-in and was abandoned"
                    + " is not cut off yet; try again in a moment, and if that does not help restart the worker");
        }
    }

    /** How failures of a connector with these secrets, and of its tasks, become text. */
    Failures failures(Secrets secrets) {
        return new Failures(time, secrets::redact);
    }
}
