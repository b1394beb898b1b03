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
package io.connectembedded.internal.sink.position;

import io.connectembedded.internal.offset.OffsetJson;
import io.connectembedded.offset.StoredOffset;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A sink's position as an entry of an offset store, in the shape of KIP-875; the keys always in the same order. */
public final class PositionEntry {

    private static final String PARTITION = "kafka_partition";
    private static final String TOPIC = "kafka_topic";
    private static final String OFFSET = "kafka_offset";

    private PositionEntry() {}

    /** An entry without offset: none is stored. */
    public static StoredOffset none(String connector, TopicPartition partition) {
        Map<String, Object> sorted = new TreeMap<>();
        sorted.put(PARTITION, partition.partition());
        sorted.put(TOPIC, partition.topic());
        return new StoredOffset(connector, OffsetJson.partition(connector, sorted), null);
    }

    /** In place of what is stored, whose text names the partition. */
    public static StoredOffset moved(StoredOffset stored, long offset) {
        return new StoredOffset(
                stored.connector(), stored.partition(), OffsetJson.offset(stored.connector(), Map.of(OFFSET, offset)));
    }

    /** Null for an entry that is none of a sink's. */
    public static @Nullable TopicPartition partition(StoredOffset stored) {
        Map<String, @Nullable Object> map;
        try {
            map = OffsetJson.parse(stored.connector(), stored.partition());
        } catch (DataException e) {
            // Of somebody who uses the connector's name for something else.
            return null;
        }
        return map != null && map.get(TOPIC) instanceof String topic && map.get(PARTITION) instanceof Number number
                ? new TopicPartition(topic, number.intValue())
                : null;
    }

    /** @throws ConnectException when it is no position of a sink */
    public static long offset(StoredOffset stored) {
        String text = stored.offset();
        Map<String, @Nullable Object> map = text == null ? null : OffsetJson.parse(stored.connector(), text);
        if (map != null && map.get(OFFSET) instanceof Number number && number.longValue() >= 0) {
            return number.longValue();
        }
        throw new ConnectException(
                "The stored offset " + text + " of " + stored.partition() + " is no position of sink "
                        + stored.connector() + "; stop the connector and alter or reset its offsets");
    }
}
