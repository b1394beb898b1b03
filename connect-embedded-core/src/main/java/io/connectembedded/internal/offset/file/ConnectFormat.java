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

import io.connectembedded.internal.json.JsonText;
import io.connectembedded.internal.offset.ConnectEntry;
import io.connectembedded.offset.StoredOffset;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of Connect's standalone worker: a serialized map from key bytes to value bytes. What we write ends with a
 * block of the same serialization protocol that holds header and checksum: Connect reads the map and ignores the rest,
 * and drops it when it writes the file anew. So bytes after the map are ours, and if they do not fit, the file is
 * damaged; a file without any is Connect's own, which can be checked no further than that it is a map of JSON texts.
 */
final class ConnectFormat implements OffsetFormat {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectFormat.class);
    private static final HexFormat HEX = HexFormat.of();
    /** The stream's own header, {@code HashMap} with its fields' names, and a load factor of 0.75. */
    private static final byte[] MAP =
            HEX.parseHex("aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d10300024600"
                    + "0a6c6f6164466163746f724900097468726573686f6c6478703f400000");
    /** An array of bytes, with the description of its class or referring to that. */
    private static final byte[] FIRST_ARRAY = HEX.parseHex("757200025b42acf317f8060854e0020000" + "7870");

    private static final byte[] ARRAY = HEX.parseHex("7571007e0002");
    private static final int BLOCK = 0x77;
    private static final int END_OF_BLOCKS = 0x78;
    private static final int SMALLEST_TABLE = 16;

    static boolean isOne(byte[] file) {
        return file.length > 1 && file[0] == MAP[0] && file[1] == MAP[1];
    }

    @Override
    public byte[] head(StoredOffset entry) {
        byte[] key = ConnectEntry.key(entry);
        if (ConnectEntry.read(key, key) == null) {
            throw new IllegalArgumentException("A partition of connector " + entry.connector()
                    + " is not JSON, so Connect's offset file cannot keep it");
        }
        return array(key);
    }

    @Override
    public byte[] tail(StoredOffset entry) {
        return array(Objects.requireNonNull(ConnectEntry.value(entry), "offset"));
    }

    private static byte[] array(byte[] bytes) {
        return ByteBuffer.allocate(ARRAY.length + Integer.BYTES + bytes.length)
                .put(ARRAY)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    @Override
    public void write(Generation generation, OutputStream to) throws IOException {
        byte[] header = GenerationHeader.of(generation).line();
        Checksum.write(
                out -> {
                    map(generation, out);
                    out.write(BLOCK);
                    out.write(header.length + Checksum.LENGTH);
                    out.write(header);
                },
                to);
    }

    /** As {@code ObjectOutputStream} would, whose handles for ten thousand arrays are more than the arrays. */
    private static void map(Generation generation, OutputStream to) throws IOException {
        int size = generation.entries().size();
        int table = Math.max(SMALLEST_TABLE, Integer.highestOneBit(Math.max(1, size + size / 3)) << 1);
        DataOutputStream out = new DataOutputStream(to);
        out.write(MAP);
        out.writeInt(table / 4 * 3);
        out.write(BLOCK);
        out.write(2 * Integer.BYTES);
        out.writeInt(table);
        out.writeInt(size);
        Iterator<Generation.Entry> entries = generation.entries().values().iterator();
        if (entries.hasNext()) {
            byte[] first = entries.next().bytes();
            out.write(FIRST_ARRAY);
            out.write(first, ARRAY.length, first.length - ARRAY.length);
        }
        while (entries.hasNext()) {
            out.write(entries.next().bytes());
        }
        out.write(END_OF_BLOCKS);
        out.flush();
    }

    static Generation decode(Path path, byte[] file, OffsetFormat format) throws DamagedFileException {
        Map<?, ?> map;
        byte[] rest;
        try (OffsetMapStream in = new OffsetMapStream(file)) {
            map = in.readMap();
            rest = in.readRest();
        } catch (OffsetMapStream.ForeignClassException e) {
            throw new DamagedFileException(
                    "is a serialized Java object, but not the map that Connect writes: it names the class "
                            + e.classname + ", which was not loaded",
                    e);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new DamagedFileException("looks like a file of Connect's standalone worker but is damaged", e);
        }
        return rest.length == 0
                ? Generation.of(0, connects(path, map), format)
                : ours(path, file, rest, offsets(path, map), format);
    }

    private static Generation ours(Path path, byte[] file, byte[] rest, List<StoredOffset> offsets, OffsetFormat format)
            throws DamagedFileException {
        if (!Checksum.fits(file)) {
            throw new DamagedFileException("is incomplete or changed: its checksum does not fit its contents");
        }
        String line =
                new String(rest, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        GenerationHeader header = GenerationHeader.parse(path, line);
        header.require(offsets.size());
        return Generation.of(header.generation(), offsets, format);
    }

    /** Without a checksum, an offset that is no JSON is what shows that a byte has changed. */
    private static List<StoredOffset> connects(Path path, Map<?, ?> map) throws DamagedFileException {
        List<StoredOffset> offsets = offsets(path, map);
        for (StoredOffset offset : offsets) {
            try {
                JsonText.parse(Objects.requireNonNull(offset.offset()));
            } catch (IllegalArgumentException e) {
                throw new DamagedFileException(
                        "is damaged: an offset of connector " + offset.connector() + " is not JSON", e);
            }
        }
        return offsets;
    }

    private static List<StoredOffset> offsets(Path path, Map<?, ?> map) throws DamagedFileException {
        List<StoredOffset> offsets = new ArrayList<>(map.size());
        int ignored = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            byte[] value = bytes(entry.getValue());
            StoredOffset offset = ConnectEntry.read(bytes(entry.getKey()), value);
            if (offset == null) {
                ignored++;
            } else if (value != null) {
                offsets.add(offset);
            }
        }
        if (ignored > 0) {
            LOG.warn("Ignored {} entries of {} whose keys are not of the form [connector, partition]", ignored, path);
        }
        return offsets;
    }

    private static byte @Nullable [] bytes(@Nullable Object part) throws DamagedFileException {
        if (part == null || part instanceof byte[]) {
            return (byte[]) part;
        }
        throw new DamagedFileException("is damaged: it holds something other than bytes");
    }
}
