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
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The file's text: the header line; one JSON object per entry; the checksum. Whatever is cut off or changed, the last
 * line no longer fits.
 */
final class GenerationFormat implements OffsetFormat {

    @Override
    public byte[] head(StoredOffset entry) {
        return utf8("{\"connector\":" + JsonText.write(entry.connector()) + ",\"partition\":" + shown(entry.partition())
                + ",\"offset\":");
    }

    @Override
    public byte[] tail(StoredOffset entry) {
        return utf8(shown(Objects.requireNonNull(entry.offset(), "offset")) + "}\n");
    }

    @Override
    public void write(Generation generation, OutputStream to) throws IOException {
        Checksum.write(
                out -> {
                    out.write(GenerationHeader.of(generation).line());
                    for (Generation.Entry entry : generation.entries().values()) {
                        out.write(entry.bytes());
                    }
                },
                to);
    }

    static Generation decode(Path path, byte[] file, OffsetFormat format) throws DamagedFileException {
        if (file.length < Checksum.LENGTH) {
            throw new DamagedFileException("is too short (" + file.length + " bytes)");
        }
        if (!Checksum.fits(file)) {
            throw new DamagedFileException("is incomplete or changed: its checksum does not fit its contents");
        }
        List<String> lines = new String(file, 0, file.length - Checksum.LENGTH, StandardCharsets.UTF_8)
                .lines()
                .toList();
        GenerationHeader header = GenerationHeader.parse(path, lines.isEmpty() ? "" : lines.get(0));
        List<StoredOffset> entries = entries(lines.subList(1, lines.size()));
        header.require(entries.size());
        return Generation.of(header.generation(), entries, format);
    }

    /** Text that would not come back to the character is kept as a JSON string. */
    private static String shown(String text) {
        return JsonText.isObjectInOneLine(text) ? text : JsonText.write(text);
    }

    private static List<StoredOffset> entries(List<String> lines) throws DamagedFileException {
        List<StoredOffset> entries = new ArrayList<>(lines.size());
        for (String line : lines) {
            try {
                Map<String, String> entry = JsonText.texts(line);
                entries.add(
                        new StoredOffset(field(entry, "connector"), field(entry, "partition"), field(entry, "offset")));
            } catch (IllegalArgumentException e) {
                throw new DamagedFileException("has an unreadable entry", e);
            }
        }
        return entries;
    }

    private static String field(Map<String, String> entry, String name) {
        String text = entry.get(name);
        if (text == null) {
            throw new IllegalArgumentException("The field " + name + " is missing");
        }
        return text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
