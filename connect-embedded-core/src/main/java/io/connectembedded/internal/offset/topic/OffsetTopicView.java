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
package io.connectembedded.internal.offset.topic;

import io.connectembedded.internal.log.LogView;
import io.connectembedded.internal.offset.ConnectEntry;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last offset of each source partition, as read from the topic, in the order of writing. */
final class OffsetTopicView implements LogView {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetTopicView.class);

    private final Map<String, Map<String, StoredOffset>> byConnector = new HashMap<>();
    private final @Nullable String only;
    private boolean told;

    private OffsetTopicView(@Nullable String only) {
        this.only = only;
    }

    static OffsetTopicView ofAll() {
        return new OffsetTopicView(null);
    }

    /** Of one connector; of others it keeps nothing. */
    static OffsetTopicView of(String connector) {
        return new OffsetTopicView(connector);
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
        StoredOffset offset = ConnectEntry.read(record.key(), record.value());
        if (offset == null) {
            ignored(record);
            return;
        }
        if (only != null && !only.equals(offset.connector())) {
            return;
        }
        Map<String, StoredOffset> entries =
                byConnector.computeIfAbsent(offset.connector(), name -> new LinkedHashMap<>());
        entries.remove(offset.partition());
        if (offset.offset() != null) {
            entries.put(offset.partition(), offset);
        } else if (entries.isEmpty()) {
            byConnector.remove(offset.connector());
        }
    }

    @Override
    public @Nullable String ownerOf(ConsumerRecord<byte[], byte[]> record) {
        StoredOffset offset = ConnectEntry.read(record.key(), null);
        return offset == null ? null : offset.connector();
    }

    @Override
    public void forget() {
        byConnector.clear();
    }

    List<StoredOffset> read(String connector) {
        Collection<StoredOffset> entries =
                byConnector.getOrDefault(connector, Map.of()).values();
        return List.copyOf(entries);
    }

    private void ignored(ConsumerRecord<byte[], byte[]> record) {
        if (!told && only == null) {
            told = true;
            LOG.warn(
                    "Ignored a record of {} at offset {}, and any other, whose key is not of the form"
                            + " [connector, partition]",
                    record.topic() + "-" + record.partition(),
                    record.offset());
        }
    }
}
