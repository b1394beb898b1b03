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
package io.connectembedded.internal.offset.jdbc;

import io.connectembedded.offset.StoredOffset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** An offset and the key of its row. */
record StoredRow(String connectorKey, String partitionKey, StoredOffset offset) {

    /** All writers lock rows in this order, so that two of them do not wait for each other. */
    static final Comparator<StoredRow> ORDER =
            Comparator.comparing(StoredRow::connectorKey).thenComparing(StoredRow::partitionKey);

    /** Reads the collection to its end before anything is written. */
    static List<StoredRow> inOrder(Collection<StoredOffset> offsets) {
        return List.copyOf(offsets).stream().map(StoredRow::of).sorted(ORDER).toList();
    }

    static StoredRow of(StoredOffset offset) {
        require("name", offset, offset.connector());
        require("source partition", offset, offset.partition());
        if (offset.offset() != null) {
            require("offset", offset, offset.offset());
        }
        return new StoredRow(TextKey.of(offset.connector()), TextKey.of(offset.partition()), offset);
    }

    /** What some databases refuse and others change in silence is refused for all. */
    private static void require(String what, StoredOffset offset, String text) {
        boolean unicode = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (!unicode || text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("A text with " + (unicode ? "the character U+0000" : "half a surrogate")
                    + " in it cannot be kept in a database: it is in the " + what + " of connector "
                    + offset.connector()
                    + ", partition " + offset.partition() + "; the connector has to leave it out");
        }
    }
}
