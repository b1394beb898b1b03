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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a row is to hold, if it holds the expected text; null for no row. */
record ExpectedRow(@Nullable String expected, StoredRow row) {

    private record Key(String connector, String partition) {

        static Key of(StoredOffset offset) {
            return new Key(offset.connector(), offset.partition());
        }
    }

    /** Each of the offsets with what is expected of its row. */
    static List<ExpectedRow> inOrder(Collection<StoredOffset> expected, Collection<StoredOffset> offsets) {
        Map<Key, StoredOffset> expectations = new HashMap<>();
        expected.forEach(each -> expectations.put(Key.of(each), each));
        List<ExpectedRow> rows = new ArrayList<>();
        for (StoredRow row : StoredRow.inOrder(offsets)) {
            StoredOffset expectation = expectations.remove(Key.of(row.offset()));
            if (expectation == null) {
                throw new IllegalArgumentException(
                        "Of " + named(row.offset()) + " nothing is expected, or it is written twice;"
                                + " expect an offset of null where there is no row yet");
            }
            rows.add(new ExpectedRow(expectation.offset(), row));
        }
        if (!expectations.isEmpty()) {
            throw new IllegalArgumentException(
                    "For " + named(expectations.values().iterator().next())
                            + " something is expected and nothing written; leave it out, or write what is expected");
        }
        return rows;
    }

    String named() {
        return named(row.offset());
    }

    private static String named(StoredOffset offset) {
        return "connector " + offset.connector() + ", partition " + offset.partition();
    }
}
