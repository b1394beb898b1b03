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
public record TaskPlan(ConnectorConfig config, Class<? extends Task> taskClass, List<Map<String, String>> configs) {

    static TaskPlan of(ConnectorConfig config, @Nullable Class<? extends Task> taskClass,
            @Nullable List<Map<String, String>> fromConnector) {
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
        return new TaskPlan(config, taskClass, List.copyOf(configs));
    }

    /** Also when the configs are equal: converters and the like come from the connector's config. */
    boolean differsFrom(@Nullable TaskPlan other) {
        return other == null || !configs.equals(other.configs) || !config.spec().equals(other.config.spec());
    }
}
