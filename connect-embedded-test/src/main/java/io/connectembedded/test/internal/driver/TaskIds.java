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
package io.connectembedded.test.internal.driver;

import io.connectembedded.ConnectWorker;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.ConnectorType;
import io.connectembedded.status.TaskId;
import java.util.Locale;

/** Finds tasks, and says what there is instead of one that is not there. */
final class TaskIds {

    private TaskIds() {}

    static TaskId of(ConnectWorker worker, String connector, int task) {
        ConnectorStatus status = worker.connector(connector).status();
        TaskId id = new TaskId(connector, task);
        if (task != 0 && status.tasks().stream().noneMatch(each -> each.id().equals(id))) {
            throw new IllegalArgumentException("Connector " + connector + " has no task " + task + ": " + status);
        }
        return id;
    }

    /** Task 0 of a connector, which must be of this type. */
    static TaskId first(ConnectWorker worker, String connector, ConnectorType type) {
        ConnectorType actual = worker.connector(connector).status().type();
        if (actual != type) {
            String name = type.name().toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException("Connector " + connector + " is a " + actual + ", not a " + type + "; "
                    + name + "(…) drives no other");
        }
        return of(worker, connector, 0);
    }
}
