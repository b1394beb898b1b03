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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.metrics.ConnectorMeters;
import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.ConnectorStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connector as other threads see it, published by the control thread.
 *
 * @param settled whether it has reached a state that lasts: nothing is being started, stopped or replaced
 */
public record ConnectorView(
        ConnectorSpec spec,
        ConnectorStatus status,
        List<Map<String, String>> taskConfigs,
        List<TaskControl> tasks,
        @Nullable ConnectorMeters meters,
        boolean settled) {

    public ConnectorView with(ConnectorStatus told) {
        return new ConnectorView(spec, told, taskConfigs, tasks, meters, settled);
    }

    public List<TaskMetrics> taskMetrics(Instant now) {
        return tasks.stream()
                .map(TaskControl::body)
                .filter(Objects::nonNull)
                .map(body -> body.metrics(now))
                .toList();
    }
}
