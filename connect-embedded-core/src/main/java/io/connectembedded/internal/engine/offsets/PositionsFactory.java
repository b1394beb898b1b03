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
package io.connectembedded.internal.engine.offsets;

import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.internal.offset.OffsetStorages;
import io.connectembedded.status.ConnectorType;
import io.connectembedded.status.TaskId;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.utils.Time;

/**
 * Finds where the offsets of a connector are kept.
 *
 * @param fencing makes sure, under exactly-once, that no task of an earlier time of this source writes any more
 */
public record PositionsFactory(
        OffsetStorages storages,
        Clients clients,
        ClientSettings settings,
        Waits waits,
        Time time,
        Consumer<ConnectorConfig> fencing) {

    /** By its config as it is now. */
    Positions of(ConnectorConfig config) {
        if (config.type() != ConnectorType.SINK) {
            return new SourcePositions(store(config), () -> fencing.accept(config));
        }
        SinkGroup group = group(config);
        return config.spec().offsetStore().isPresent()
                ? new StoredSinkPositions(store(config), group)
                : new GroupPositions(group);
    }

    private StoreCalls store(ConnectorConfig config) {
        return new StoreCalls(config.name(), storages.of(config), waits);
    }

    private SinkGroup group(ConnectorConfig config) {
        String name = config.name();
        Map<String, Object> consumer = settings.consumer(config, new TaskId(name, 0));
        String group = String.valueOf(consumer.get(ConsumerConfig.GROUP_ID_CONFIG));
        return new SinkGroup(name, group, clients.groups(name, group, settings.groupAdmin(config)), waits, time);
    }
}
