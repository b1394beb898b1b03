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
package io.connectembedded.test.internal.kafka;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;

/** Where a consumer begins: at its group's offset, else as {@code auto.offset.reset} says. */
final class StartOffset {

    private enum Reset {
        EARLIEST,
        LATEST,
        NONE
    }

    private final Group group;
    private final Reset reset;

    private StartOffset(Group group, Reset reset) {
        this.group = group;
        this.reset = reset;
    }

    /** @throws ConfigException for a policy other than earliest, latest or none */
    static StartOffset of(Group group, Map<String, Object> settings) {
        Object value = settings.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
        String name = value == null ? "latest" : String.valueOf(value);
        try {
            return new StartOffset(group, Reset.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    name,
                    "A driver's consumer knows earliest, latest and none");
        }
    }

    long of(TopicPartition partition, long end) {
        OffsetAndMetadata committed = group.committed().get(partition);
        if (committed == null) {
            if (reset == Reset.NONE) {
                throw new NoOffsetForPartitionException(partition);
            }
            return reset(end);
        }
        return committed.offset() > end ? outOfRange(partition, committed.offset(), end) : committed.offset();
    }

    long outOfRange(TopicPartition partition, long offset, long end) {
        if (reset == Reset.NONE) {
            throw new OffsetOutOfRangeException(Map.of(partition, offset));
        }
        return reset(end);
    }

    private long reset(long end) {
        return reset == Reset.EARLIEST ? 0 : end;
    }
}
