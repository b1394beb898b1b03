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

import io.connectembedded.internal.config.ConnectorConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The tasks a connector asks for, and the config they came from. Two equal plans need no new tasks. */
public record TaskPlan(CheckedConnector connector, Class<? extends Task> taskClass, List<Map<String, String>> configs) {

    static TaskPlan of(
            CheckedConnector connector,
            @Nullable Class<? extends Task> taskClass,
            @Nullable List<Map<String, String>> fromConnector) {
        ConnectorConfig config = connector.config();
        if (taskClass == null || fromConnector == null) {
            throw new ConnectException(config.connectorClass().getName() + " returned null from "
                    + (taskClass == null ? "taskClass()" : "taskConfigs()") + "; it must name its tasks");
        }
        if (fromConnector.size() > config.tasksMax()) {
            throw new ConnectException("The connector " + config.name() + " has generated " + fromConnector.size()
                    + " tasks, which is greater than " + config.tasksMax()
                    + ", the maximum number of tasks it is configured to create; raise tasks.max");
        }
        List<Map<String, String>> configs = new ArrayList<>();
        for (Map<String, String> each : fromConnector) {
            configs.add(Collections.unmodifiableMap(config.taskConfig(each, taskClass.getName())));
        }
        return new TaskPlan(connector, taskClass, List.copyOf(configs));
    }

    public ConnectorConfig config() {
        return connector.config();
    }

    /** Also when the configs are equal: converters and the like come from the connector's config. */
    boolean differsFrom(@Nullable TaskPlan other) {
        return other == null
                || !configs.equals(other.configs)
                || !config().spec().equals(other.config().spec());
    }
}
