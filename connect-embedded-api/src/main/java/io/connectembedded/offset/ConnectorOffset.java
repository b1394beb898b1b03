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
package io.connectembedded.offset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One position of a connector as an operator sees it, in the shape of Connect's REST API (KIP-875): of a source, what
 * its tasks give; of a sink, {@code {"kafka_topic": …, "kafka_partition": …}} and {@code {"kafka_offset": …}}. Both maps
 * are copied, keep their order and cannot be modified. What is {@link ConnectorOffsets#read() read} has JSON's types:
 * whole numbers are {@code Long}, others {@code Double}, bytes are base64 strings; only a {@code kafka_partition} is an
 * {@code Integer}.
 *
 * @param partition what the position is of: the source partition, or topic and partition of a sink; empty for a source
 *     that gives no partition
 * @param offset the position; null forgets it
 */
public record ConnectorOffset(
        Map<String, ?> partition, @Nullable Map<String, ?> offset) {

    private static final String TOPIC = "kafka_topic";
    private static final String PARTITION = "kafka_partition";
    private static final String OFFSET = "kafka_offset";

    public ConnectorOffset {
        Objects.requireNonNull(partition, "partition");
        partition = Collections.unmodifiableMap(new LinkedHashMap<>(partition));
        offset = offset == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(offset));
    }

    /**
     * Where a sink goes on in a partition of Kafka.
     *
     * @param partition the topic and its partition
     * @param offset the offset of the next record the sink gets, from 0
     * @throws IllegalArgumentException if the offset is negative
     */
    public static ConnectorOffset of(TopicPartition partition, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "The offset of " + partition + " is " + offset + "; offsets of Kafka begin at 0");
        }
        Map<String, Object> where = new LinkedHashMap<>();
        where.put(TOPIC, partition.topic());
        where.put(PARTITION, partition.partition());
        return new ConnectorOffset(where, Map.of(OFFSET, offset));
    }
}
