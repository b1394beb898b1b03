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
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.engine.foundation.Foundation;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.offset.OffsetStorages;
import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.internal.offset.WorkerStoreContext;
import io.connectembedded.internal.offset.topic.TopicSettings;
import io.connectembedded.offset.OffsetStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts together where the offsets of a run live: the worker's store, and the topics that connectors have of their own. */
public record StorageAssembly(
        String workerName, WorkerConfig config, ClientSettings settings, Foundation foundation, Duration startTimeout) {

    /** {@code chosen} is the worker's store; null when it has none. */
    public OffsetStorages storages(@Nullable OffsetStore chosen, Execution execution) {
        // Without a store of its own the worker stores nothing: build() refuses a source that has none.
        OffsetStore store = chosen == null ? OffsetStore.memory() : chosen;
        WorkerStoreContext context =
                context(settings.forStore("admin."), settings.forStore("producer."), settings.forStore("consumer."));
        UnaryOperator<String> redaction = config.secrets()::redact;
        return new OffsetStorages(
                store,
                new OffsetStorages.Setup(
                        execution,
                        context,
                        startTimeout,
                        foundation::watched,
                        connector -> ownTopic(connector, store),
                        redaction));
    }

    /**
     * The topic it names; and for exactly-once, whose offsets are in the transactions of its records, one in the cluster
     * to which it writes.
     */
    private Optional<OffsetStorages.OwnTopic> ownTopic(ConnectorConfig connector, OffsetStore workers) {
        boolean elsewhere = settings.writesElsewhere(connector);
        Optional<String> usual =
                workers instanceof TransactionalStore inKafka ? Optional.of(inKafka.topic()) : Optional.empty();
        Optional<String> wanted = connector.offsetsTopic();
        if (elsewhere && wanted.isEmpty() && connector.exactlyOnce(config) != null) {
            wanted = usual;
        }
        return wanted.filter(topic -> elsewhere || !topic.equals(usual.orElse(null)))
                .map(topic -> new OffsetStorages.OwnTopic(topic, context(connector)));
    }

    private WorkerStoreContext context(ConnectorConfig connector) {
        return context(
                settings.forOwnStore(connector, "admin."),
                settings.forOwnStore(connector, "producer."),
                settings.forOwnStore(connector, "consumer."));
    }

    private WorkerStoreContext context(
            Map<String, Object> admin, Map<String, Object> producer, Map<String, Object> consumer) {
        return new StoreContext(
                workerName,
                admin,
                producer,
                consumer,
                config.offsetFlushTimeout(),
                startTimeout,
                new TopicSettings(
                        config.offsetPartitions(), config.offsetReplicationFactor(), config.offsetTopicConfigs()));
    }

    private record StoreContext(
            String workerName,
            Map<String, Object> adminProperties,
            Map<String, Object> producerProperties,
            Map<String, Object> consumerProperties,
            Duration flushTimeout,
            Duration startTimeout,
            TopicSettings topicSettings)
            implements WorkerStoreContext {}
}
