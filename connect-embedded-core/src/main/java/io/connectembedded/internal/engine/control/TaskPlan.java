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
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks a connector of this version asks for, and the config they came from. Two equal plans need no new tasks.
 */
public record TaskPlan(
        CheckedConnector connector,
        String connectorVersion,
        Class<? extends Task> taskClass,
        List<Map<String, String>> configs) {

    private static final Logger LOG = LoggerFactory.getLogger(TaskPlan.class);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*:[^}]*}");

    /** In Connect's words. */
    static final class TooManyTasksException extends ConnectException {

        private static final long serialVersionUID = 1L;

        private TooManyTasksException(String tooMany) {
            super(tooMany + "This behaviour should be considered a bug and is disallowed. If necessary, it can be"
                    + " permitted by reconfiguring the connector with 'tasks.max.enforce' set to false; however, this"
                    + " option will be removed in a future release of Kafka Connect.");
        }
    }

    /** What the connector answered, which may be no tasks at all, as the runtime keeps it. */
    static TaskPlan of(
            CheckedConnector connector,
            String connectorVersion,
            @Nullable Class<? extends Task> taskClass,
            @Nullable List<Map<String, String>> fromConnector) {
        ConnectorConfig config = connector.config();
        String connectorClass = config.connectorClass().getName();
        if (taskClass == null || fromConnector == null) {
            throw new ConnectException(connectorClass + " returned null from "
                    + (taskClass == null ? "taskClass()" : "taskConfigs()") + "; it must name its tasks");
        }
        refuseTooMany(config, fromConnector.size());
        if (fromConnector.stream().anyMatch(Objects::isNull)) {
            throw new ConnectException(
                    connectorClass + " returned a null among its taskConfigs(); it must give each task its config");
        }
        List<Map<String, String>> configs = new ArrayList<>();
        for (Map<String, String> each : fromConnector) {
            configs.add(Collections.unmodifiableMap(raw(config, config.taskConfig(each, taskClass.getName()))));
        }
        TaskPlan plan = new TaskPlan(connector, connectorVersion, taskClass, List.copyOf(configs));
        if (plan.isTooMany()) {
            LOG.warn(
                    "{}This behavior should be considered a bug and will be disallowed in future releases of Kafka"
                            + " Connect. Please report this to the maintainers of the connector and request that they"
                            + " adjust their connector's taskConfigs() method to respect the maxTasks parameter.",
                    tooMany(config, configs.size()));
        }
        return plan;
    }

    /** With the values of config providers as they were written: they are filled in anew for each task (Connect's reverse transform). */
    private static Map<String, String> raw(ConnectorConfig config, Map<String, String> resolved) {
        config.spec().config().forEach((key, written) -> {
            if (resolved.containsKey(key) && VARIABLE.matcher(written).find()) {
                resolved.put(key, written);
            }
        });
        return resolved;
    }

    private boolean isTooMany() {
        return configs.size() > config().tasksMax();
    }

    private static String tooMany(ConnectorConfig config, int tasks) {
        return "The connector " + config.name() + " has generated " + tasks + " tasks, which is greater than "
                + config.tasksMax() + ", the maximum number of tasks it is configured to create. ";
    }

    /** Before anything is made of them: there may be more than there is memory for. */
    static void refuseTooMany(ConnectorConfig config, int tasks) {
        if (tasks > config.tasksMax() && config.tasksMaxEnforce()) {
            throw new TooManyTasksException(tooMany(config, tasks));
        }
    }

    /** Before a plan is taken, and again before a task starts, for {@code tasks.max} may be lower by then. */
    void refuseTooMany() {
        refuseTooMany(config(), configs.size());
    }

    /** The same tasks by another config of their connector. */
    TaskPlan of(CheckedConnector changed) {
        return new TaskPlan(changed, connectorVersion, taskClass, configs);
    }

    public ConnectorConfig config() {
        return connector.config();
    }

    /** Also when the configs are equal: converters and the like come from the connector's config. */
    boolean differsFrom(@Nullable TaskPlan other) {
        return other == null
                || taskClass != other.taskClass
                || !configs.equals(other.configs)
                || !connector.runsLike(other.connector);
    }
}
