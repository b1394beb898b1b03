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
package io.connectembedded.driver;

import io.connectembedded.internal.offset.ConnectEntry;
import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Offsets in a topic of the driver's Kafka, in Connect's format; reads what is committed. */
final class HandTopicStore implements OffsetStore, TransactionalStore {

    private final Surroundings surroundings;
    private final String topic;

    HandTopicStore(Surroundings surroundings, String topic) {
        this.surroundings = surroundings;
        this.topic = topic;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public Collection<StoredOffset> read(String connector) {
        Map<String, StoredOffset> last = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : surroundings.records(topic)) {
            StoredOffset offset = ConnectEntry.read(record.key(), record.value());
            if (offset != null && offset.connector().equals(connector)) {
                last.remove(offset.partition());
                if (offset.offset() != null) {
                    last.put(offset.partition(), offset);
                }
            }
        }
        return List.copyOf(last.values());
    }

    @Override
    public void write(Collection<StoredOffset> offsets) {
        offsets.forEach(offset ->
                surroundings.append(new ProducerRecord<>(topic, ConnectEntry.key(offset), ConnectEntry.value(offset))));
    }

    @Override
    public String toString() {
        return "KafkaOffsetStore(" + topic + ")";
    }
}
