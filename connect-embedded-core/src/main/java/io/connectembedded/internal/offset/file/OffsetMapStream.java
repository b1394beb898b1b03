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

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map of byte arrays, and nothing else from whoever wrote the file: no other class is loaded, no map within
 * the map, no array or number of things that a file of its length could not hold.
 */
final class OffsetMapStream extends ObjectInputStream {

    private static final Set<String> NAMES = Set.of(HashMap.class.getName(), byte[].class.getName());
    private static final int SMALLEST_TABLE = 1024;
    private static final int SMALLEST_ENTRY = 11; // bytes in the file; of a map's table, less than three slots
    private static final int IN_THE_MAP = 2;

    private final int size;

    OffsetMapStream(byte[] file) throws IOException {
        super(new ByteArrayInputStream(file));
        size = file.length;
        setObjectInputFilter(this::check);
    }

    Map<?, ?> readMap() throws IOException, ClassNotFoundException {
        if (readObject() instanceof HashMap<?, ?> map) {
            return map;
        }
        throw new InvalidClassException("The object is no map");
    }

    /** The bytes that follow the map; there must be no object. */
    byte[] readRest() throws IOException, ClassNotFoundException {
        byte[] rest = readAllBytes();
        try {
            readObject();
        } catch (EOFException end) {
            return rest;
        }
        throw new InvalidClassException("A second object follows the map");
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        if (!NAMES.contains(description.getName())) {
            throw new ForeignClassException(description.getName());
        }
        return super.resolveClass(description);
    }

    @Override
    protected Class<?> resolveProxyClass(String @Nullable [] interfaces) throws IOException {
        throw new ForeignClassException("proxy of " + Arrays.toString(interfaces));
    }

    private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
        Class<?> type = info.serialClass();
        // A second map is not shown here, for its class is known by then, but the table it needs is.
        boolean allowed = info.depth() <= IN_THE_MAP && info.references() <= size && info.streamBytes() <= size;
        if (type == HashMap.class || type == Map.Entry[].class) {
            long table = Math.max(SMALLEST_TABLE, 3L * (size / SMALLEST_ENTRY));
            allowed &= info.depth() < IN_THE_MAP && info.arrayLength() <= table;
        } else if (type != null) {
            allowed &= type == byte[].class && info.arrayLength() <= size;
        }
        return allowed ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }

    /** A class that Connect's file never holds. */
    static final class ForeignClassException extends InvalidClassException {

        private static final long serialVersionUID = 1L;

        ForeignClassException(String name) {
            super(name, "not allowed in an offset file");
        }
    }
}
