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
package io.connectembedded.internal.engine.offsets;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.offset.OffsetJson;
import io.connectembedded.offset.ConnectorOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A source's offset as an operator gave it: as the text that is stored, and with the types that come back from there,
 * which a connector knows (Connect does the same).
 */
record GivenOffset(
        String partitionText,
        Map<String, @Nullable Object> partition,
        @Nullable String offsetText,
        @Nullable Map<String, @Nullable Object> offset) {

    static List<GivenOffset> all(String connector, List<ConnectorOffset> offsets) {
        List<GivenOffset> given = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (ConnectorOffset each : offsets) {
            GivenOffset known = of(connector, each);
            if (!seen.add(known.partition())) {
                throw new ConnectEmbeddedException("The source partition " + known.partitionText() + " of connector "
                        + connector + " is given twice; give it once");
            }
            given.add(known);
        }
        return given;
    }

    private static GivenOffset of(String connector, ConnectorOffset given) {
        check(connector, "partition", given.partition());
        Map<String, ?> offset = given.offset();
        if (offset != null) {
            check(connector, "offset", offset);
        }
        String partitionText = OffsetJson.partition(connector, given.partition());
        String offsetText = OffsetJson.offset(connector, offset);
        return new GivenOffset(
                partitionText,
                parsed(connector, partitionText),
                offsetText,
                offsetText == null ? null : parsed(connector, offsetText));
    }

    private static Map<String, @Nullable Object> parsed(String connector, String text) {
        Map<String, @Nullable Object> map = OffsetJson.parse(connector, text);
        if (map == null) {
            throw new IllegalStateException("A map became the text " + text);
        }
        return map;
    }

    private static void check(String connector, String what, Map<?, ?> map) {
        map.forEach((key, value) -> {
            if (!(key instanceof String)) {
                throw new ConnectEmbeddedException("A source " + what + " given for connector " + connector
                        + " has the key " + key + ", which is no string; give the keys the connector uses");
            }
            Schema.Type type = value == null ? null : ConnectSchema.schemaType(value.getClass());
            if (value != null && (type == null || !type.isPrimitive())) {
                throw new ConnectEmbeddedException("A source " + what + " given for connector " + connector
                        + " has a " + value.getClass().getName() + " for key '" + key
                        + "'; only null, strings, booleans, numbers and bytes can be stored");
            }
        });
    }
}
