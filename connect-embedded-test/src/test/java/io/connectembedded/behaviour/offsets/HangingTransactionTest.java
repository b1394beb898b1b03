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
package io.connectembedded.behaviour.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transaction that stays open in a partition of the offset topic holds up those alone who have an offset behind it. */
@ConnectTest
class HangingTransactionTest {

    private final String topic = "offsets-" + UUID.randomUUID();
    private final OffsetStore store = OffsetStore.kafka(topic).partitions(1).replicationFactor(1);
    private final KafkaProducer<byte[], byte[]> hanging;

    HangingTransactionTest(KafkaBroker broker) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        store.open(new Context(properties, properties, properties));
        store.write(List.of(offset("other", 1), offset("hanging", 1)));
        hanging = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", topic),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        hanging.initTransactions();
        hanging.beginTransaction();
        hanging.send(new ProducerRecord<>(
                        topic,
                        "[\"hanging\",{\"p\":0}]".getBytes(StandardCharsets.UTF_8),
                        "{\"position\":2}".getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    @AfterEach
    void close() throws Exception {
        hanging.close();
        store.close();
    }

    @Test
    void those_who_have_nothing_behind_it_read_what_they_have() throws Exception {
        assertThat(store.read("other")).containsExactly(offset("other", 1));
        assertThat(store.read("unknown")).isEmpty();
    }

    @Test
    void whose_it_is_reads_on_when_it_has_ended() throws Exception {
        assertThatThrownBy(() -> store.read("hanging"))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("A transaction that is open in " + topic + "-0 since 20")
                .hasMessageContaining("of hanging")
                .hasMessageContaining("abort --topic " + topic + " --partition 0 --start-offset 2");
        hanging.commitTransaction();
        assertThat(store.read("hanging")).containsExactly(offset("hanging", 2));
    }

    @Test
    void an_offset_behind_it_is_never_missed() throws Exception {
        assertThat(store.read("other")).containsExactly(offset("other", 1));
        // Looked at before, so only what has come since is looked at now.
        store.write(List.of(offset("other", 3)));
        assertThatThrownBy(() -> store.read("other")).hasMessageContaining("of other");
        assertThat(store.read("unknown")).isEmpty();
        hanging.abortTransaction();
        assertThat(store.read("other")).containsExactly(offset("other", 3));
        assertThat(store.read("hanging")).containsExactly(offset("hanging", 1));
    }

    private static StoredOffset offset(String connector, int position) {
        return new StoredOffset(connector, "{\"p\":0}", "{\"position\":" + position + "}");
    }

    private record Context(
            Map<String, Object> adminProperties,
            Map<String, Object> producerProperties,
            Map<String, Object> consumerProperties)
            implements OffsetStoreContext {

        @Override
        public String workerName() {
            return "hanging";
        }
    }
}
