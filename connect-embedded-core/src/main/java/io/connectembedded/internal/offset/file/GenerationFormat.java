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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.json.JsonText;
import io.connectembedded.offset.StoredOffset;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file's text: a header line with format, version, generation and number of entries; one JSON object per entry;
 * a last line with the CRC32C of everything before it. Whatever is cut off or changed, the last line no longer fits.
 */
final class GenerationFormat {

    private static final String MAGIC = "connect-embedded-offsets";
    private static final int VERSION = 1;
    private static final int CHECKSUM_LENGTH = checksum(new byte[0], 0).length;

    private GenerationFormat() {}

    static byte[] encode(Generation generation) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes((MAGIC + " version=" + VERSION + " generation=" + generation.number() + " entries="
                        + generation.entries().size() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        generation.entries().values().forEach(entry -> text.writeBytes(entry.line()));
        byte[] body = text.toByteArray();
        text.writeBytes(checksum(body, body.length));
        return text.toByteArray();
    }

    static Generation decode(byte[] file) throws DamagedFileException {
        int body = file.length - CHECKSUM_LENGTH;
        if (body < 0) {
            throw new DamagedFileException("is too short (" + file.length + " bytes)");
        }
        if (!Arrays.equals(checksum(file, body), Arrays.copyOfRange(file, body, file.length))) {
            throw new DamagedFileException("is incomplete or changed: its checksum does not fit its contents");
        }
        List<String> lines =
                new String(file, 0, body, StandardCharsets.UTF_8).lines().toList();
        String[] header = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        if (header.length != 4 || !header[0].equals(MAGIC)) {
            throw new DamagedFileException("is not an offset file of this library");
        }
        if (number(header[1], "version=") != VERSION) {
            throw new ConnectEmbeddedException(
                    "An offset file was written in format " + header[1]
                            + " by a newer release of this library; run that release, or delete the file to start from scratch");
        }
        if (number(header[3], "entries=") != lines.size() - 1) {
            throw new DamagedFileException("does not hold the number of entries it announces (" + header[3] + ")");
        }
        return Generation.of(number(header[2], "generation="), entries(lines.subList(1, lines.size())));
    }

    /** One entry as a line; texts that would not survive a round trip through a parser are kept as JSON strings. */
    static byte[] line(StoredOffset offset) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("connector", offset.connector());
        line.put("partition", shown(offset.partition()));
        line.put("offset", shown(String.valueOf(offset.offset())));
        return (JsonText.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Object shown(String text) {
        try {
            return JsonText.parse(text) instanceof Map<?, ?> map
                            && JsonText.write(map).equals(text)
                    ? map
                    : text;
        } catch (IllegalArgumentException e) {
            // A store keeps any text it is given.
            return text;
        }
    }

    private static List<StoredOffset> entries(List<String> lines) throws DamagedFileException {
        List<StoredOffset> entries = new ArrayList<>(lines.size());
        for (String line : lines) {
            try {
                Map<String, @Nullable Object> entry = JsonText.parseObject(line);
                entries.add(new StoredOffset(
                        String.valueOf(entry.get("connector")),
                        text(entry.get("partition")),
                        text(entry.get("offset"))));
            } catch (IllegalArgumentException e) {
                throw new DamagedFileException("has an unreadable entry", e);
            }
        }
        return entries;
    }

    private static String text(@Nullable Object shown) {
        return shown instanceof String text ? text : JsonText.write(shown);
    }

    private static long number(String field, String name) throws DamagedFileException {
        try {
            return field.startsWith(name) ? Long.parseLong(field.substring(name.length())) : -1;
        } catch (NumberFormatException e) {
            throw new DamagedFileException("has an unreadable header", e);
        }
    }

    private static byte[] checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        String digits = HexFormat.of().toHexDigits((int) crc.getValue());
        return ("crc32c=" + digits + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
