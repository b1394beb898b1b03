package io.connectembedded.internal.engine.control;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.metrics.ConnectorMeters;
import io.connectembedded.status.ConnectorStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connector as other threads see it, published by the control thread.
 *
 * @param settled whether it has reached a state that lasts: nothing is being started, stopped or replaced
 */
public record ConnectorView(ConnectorSpec spec, ConnectorStatus status, List<Map<String, String>> taskConfigs,
        List<TaskControl> tasks,
        @Nullable ConnectorMeters meters, boolean settled) {}
