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
package io.connectembedded.internal.offset.file;

import io.connectembedded.internal.offset.ConnectEntry;
import io.connectembedded.offset.StoredOffset;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of Connect's standalone worker: a serialized map from key bytes to value bytes. */
final class ConnectOffsetFile {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectOffsetFile.class);
    private static final int SMALLEST_TABLE = 1024;
    private static final int DEPTH = 3;

    private ConnectOffsetFile() {}

    static boolean isOne(byte[] file) {
        return file.length > 1 && file[0] == (byte) 0xac && file[1] == (byte) 0xed;
    }

    static List<StoredOffset> decode(Path path, byte[] file) throws DamagedFileException {
        List<StoredOffset> offsets = new ArrayList<>();
        int ignored = 0;
        for (Map.Entry<?, ?> entry : deserialize(file).entrySet()) {
            if (entry.getValue() instanceof byte[] value) {
                StoredOffset offset = entry.getKey() instanceof byte[] key ? ConnectEntry.read(key, value) : null;
                if (offset == null) {
                    ignored++;
                } else {
                    offsets.add(offset);
                }
            }
        }
        if (ignored > 0) {
            LOG.warn("Ignored {} entries of {} whose keys are not of the form [connector, partition]", ignored, path);
        }
        return offsets;
    }

    private static Map<?, ?> deserialize(byte[] file) throws DamagedFileException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(file))) {
            in.setObjectInputFilter(info -> allow(info, file.length));
            if (in.readObject() instanceof HashMap<?, ?> map) {
                return map;
            }
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new DamagedFileException("looks like a file of Connect's standalone worker but is damaged", e);
        }
        throw new DamagedFileException("is a serialized Java object, but not the map that Connect writes");
    }

    /** No other class is ever loaded or created, and no array larger than the file could fill. */
    private static ObjectInputFilter.Status allow(ObjectInputFilter.FilterInfo info, int size) {
        Class<?> type = info.serialClass();
        boolean known = type == null || type == HashMap.class || type == Map.Entry[].class || type == byte[].class;
        boolean bounded = info.depth() <= DEPTH && info.arrayLength() <= Math.max(SMALLEST_TABLE, size);
        return known && bounded ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }
}
