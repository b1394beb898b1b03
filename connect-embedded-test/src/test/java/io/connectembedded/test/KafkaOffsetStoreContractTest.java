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
package io.connectembedded.test;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import java.util.Map;
import java.util.UUID;

@ConnectTest
class KafkaOffsetStoreContractTest extends OffsetStoreContract {

    private final String topic = "offsets-" + UUID.randomUUID();
    private final Map<String, Object> properties;

    KafkaOffsetStoreContractTest(KafkaBroker broker) {
        properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @Override
    protected OffsetStore create() {
        return OffsetStore.kafka(topic).partitions(3).replicationFactor(1);
    }

    @Override
    protected OffsetStore reopen() {
        return OffsetStore.kafka(topic);
    }

    @Override
    protected OffsetStoreContext context() {
        return new Context(properties, properties, properties);
    }

    private record Context(
            Map<String, Object> adminProperties,
            Map<String, Object> producerProperties,
            Map<String, Object> consumerProperties)
            implements OffsetStoreContext {

        @Override
        public String workerName() {
            return "contract";
        }
    }
}
