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
package io.connectembedded.internal.offset;

import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a partition among the stored ones: by its exact text first, else by what the text means, so that a connector
 * which builds its maps in another order or with other number types finds what it wrote. Of several such the last wins.
 */
final class StoredPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(StoredPartitions.class);

    private final String connector;
    private final Collection<StoredOffset> stored;
    private final Map<String, StoredOffset> byText = new HashMap<>();
    private @Nullable Map<@Nullable Object, StoredOffset> byMeaning;

    StoredPartitions(String connector, Collection<StoredOffset> stored) {
        this.connector = connector;
        this.stored = stored;
        stored.forEach(offset -> byText.put(offset.partition(), offset));
    }

    @Nullable
    Map<String, Object> find(String partition) {
        StoredOffset found = byText.get(partition);
        if (found == null) {
            found = byMeaning().get(OffsetJson.parse(connector, partition));
        }
        return found == null || found.offset() == null ? null : OffsetJson.parse(connector, found.offset());
    }

    private Map<@Nullable Object, StoredOffset> byMeaning() {
        if (byMeaning == null) {
            byMeaning = new HashMap<>();
            for (StoredOffset offset : stored) {
                try {
                    byMeaning.put(OffsetJson.parse(connector, offset.partition()), offset);
                } catch (DataException e) {
                    LOG.debug("A stored partition of connector {} is no JSON object, so it equals none", connector, e);
                }
            }
        }
        return byMeaning;
    }
}
