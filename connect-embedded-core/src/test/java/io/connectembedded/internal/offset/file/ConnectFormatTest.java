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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.LogLines;
import io.connectembedded.internal.offset.TestContext;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectFormatTest {

    /** What Connect 4.3.1 wrote. */
    private static final byte[] EXAMPLE = HexFormat.of()
            .parseHex(
                    "aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f72490009"
                            + "7468726573686f6c6478703f4000000000000c77080000001000000001757200025b42acf317f8060854e0020000787000"
                            + "0000195b22737263222c7b2266696c656e616d65223a222f78227d5d7571007e00020000000f7b22706f736974696f6e22"
                            + "3a31387d78");

    private static final StoredOffset IMPORTED = new StoredOffset("src", "{\"filename\":\"/x\"}", "{\"position\":18}");
    private static final StoredOffset FIRST = new StoredOffset("src", "{\"p\":1}", "{\"o\":1}");

    @TempDir
    Path dir;

    private Path file() {
        return dir.resolve("connect.offsets");
    }

    private Path beside(String suffix) {
        return dir.resolve("connect.offsets" + suffix);
    }

    private static <S extends OffsetStore> S open(S store) throws Exception {
        store.open(new TestContext());
        return store;
    }

    private Collection<StoredOffset> read(String connector) throws Exception {
        try (OffsetStore store = open(OffsetStore.file(file()))) {
            return store.read(connector);
        }
    }

    private void write(StoredOffset... offsets) throws Exception {
        try (OffsetStore store = open(OffsetStore.file(file()))) {
            store.write(List.of(offsets));
        }
    }

    private void writeAsConnect(StoredOffset... offsets) throws Exception {
        try (OffsetStore store = open(OffsetStore.file(file()).connectFormat())) {
            store.write(List.of(offsets));
        }
    }

    /** As Connect's standalone worker does it. */
    @SuppressWarnings("unchecked") // what Connect does too
    private Map<String, String> readByConnect() throws Exception {
        Map<String, String> read = new HashMap<>();
        try (InputStream bytes = Files.newInputStream(file());
                ObjectInputStream in = new ObjectInputStream(bytes)) {
            ((HashMap<byte[], byte[]>) in.readObject()).forEach((key, value) -> read.put(text(key), text(value)));
        }
        return read;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<Object, Object> map(@Nullable Object... keysAndValues) {
        Map<Object, Object> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private void isRefused(byte[] hostile, String... parts) throws Exception {
        Files.write(file(), hostile);
        assertThatThrownBy(() -> open(OffsetStore.file(file())))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContaining("The offset file " + file());
        assertThat(file()).hasBinaryContent(hostile);
    }

    @Test
    void connects_file_is_read_and_kept_at_the_first_write() throws Exception {
        Files.write(file(), EXAMPLE);

        assertThat(read("src")).containsExactly(IMPORTED);
        assertThat(file()).hasBinaryContent(EXAMPLE);
        write(FIRST);
        assertThat(read("src")).containsExactly(IMPORTED, FIRST);
        assertThat(beside(".connect")).hasBinaryContent(EXAMPLE);
        assertThat(beside(".previous")).doesNotExist();
    }

    @Test
    void on_request_the_file_stays_connects_own_to_the_byte() throws Exception {
        Files.write(file(), EXAMPLE);
        writeAsConnect(IMPORTED);

        byte[] written = Files.readAllBytes(file());
        assertThat(written).startsWith(EXAMPLE);
        assertThat(new String(written, EXAMPLE.length, written.length - EXAMPLE.length, StandardCharsets.ISO_8859_1))
                .contains("connect-embedded-offsets version=1 generation=1 entries=1\ncrc32c=");
        assertThat(beside(".previous")).hasBinaryContent(EXAMPLE);
        assertThat(beside(".connect")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 12, 13, 24, 25, 1_000})
    void what_is_written_on_request_is_read_by_connect_and_by_us(int count) throws Exception {
        List<StoredOffset> offsets = new ArrayList<>();
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < count; i++) {
            offsets.add(new StoredOffset("c \"1\"", "{\"f\":\"\u00e9/" + i + "\"}", "{\"o\":" + i + "}"));
            expected.put("[\"c \\\"1\\\"\",{\"f\":\"\u00e9/" + i + "\"}]", "{\"o\":" + i + "}");
        }
        writeAsConnect(offsets.toArray(StoredOffset[]::new));

        assertThat(readByConnect()).isEqualTo(expected);
        assertThat(read("c \"1\"")).containsExactlyInAnyOrderElementsOf(offsets);
        assertThat(open(OffsetStore.file(file()).connectFormat()).read("c \"1\""))
                .containsExactlyInAnyOrderElementsOf(offsets);
    }

    @Test
    void what_connect_wrote_after_us_is_used_and_not_taken_for_damage() throws Exception {
        writeAsConnect(FIRST);
        writeAsConnect(IMPORTED);
        byte[] connects = serialized(map(utf8("[\"src\",{\"p\":1}]"), utf8("{\"o\":2}")));
        Files.write(file(), connects);
        try (LogLines lines = new LogLines(GenerationFiles.class)) {
            assertThat(read("src")).containsExactly(new StoredOffset("src", "{\"p\":1}", "{\"o\":2}"));
            assertThat(lines.all()).isEmpty();
        }
        writeAsConnect(IMPORTED);
        assertThat(beside(".previous")).hasBinaryContent(connects);
    }

    @Test
    void what_connect_tore_gives_the_generation_before_it_with_a_word() throws Exception {
        writeAsConnect(FIRST);
        writeAsConnect(IMPORTED);
        byte[] torn = Arrays.copyOf(EXAMPLE, EXAMPLE.length - 9);
        Files.write(file(), torn);
        try (LogLines lines = new LogLines(GenerationFiles.class)) {
            assertThat(read("src")).containsExactly(FIRST);
            assertThat(lines.at(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("number 1, from " + beside(".previous"), "kept as " + beside(".damaged"));
        }
        assertThat(beside(".damaged")).hasBinaryContent(torn);
    }

    @Test
    void each_format_may_follow_the_other() throws Exception {
        write(FIRST);
        writeAsConnect(IMPORTED);
        assertThat(readByConnect()).hasSize(2);
        write();
        assertThat(Files.readString(file())).startsWith("connect-embedded-offsets version=1 generation=3 entries=2");
        assertThat(read("src")).containsExactlyInAnyOrder(FIRST, IMPORTED);
    }

    @Test
    void a_partition_that_is_no_json_is_refused_on_request_and_nothing_is_written() throws Exception {
        try (OffsetStore store = open(OffsetStore.file(file()).connectFormat())) {
            store.write(List.of(FIRST));
            StoredOffset odd = new StoredOffset("src", "no json", "{}");

            assertThatThrownBy(() -> store.write(List.of(IMPORTED, odd)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("connector src is not JSON");
            assertThat(store.read("src")).containsExactly(FIRST);
        }
    }

    @Test
    void a_newer_version_behind_connects_map_is_refused() throws Exception {
        writeAsConnect(FIRST);
        String text = new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1).replace("sion=1", "sion=2");
        ByteArrayOutputStream newer = new ByteArrayOutputStream();
        Checksum.write(
                out -> out.write(
                        text.substring(0, text.length() - Checksum.LENGTH).getBytes(StandardCharsets.ISO_8859_1)),
                newer);

        isRefused(newer.toByteArray(), "format version 2", "newer release");
    }

    @Test
    void nulls_and_foreign_keys_in_connects_file_are_left_out() throws Exception {
        Map<Object, Object> map = map(
                utf8("[\"src\",{\"gone\":1}]"),
                null,
                utf8("nonsense"),
                utf8("{}"),
                null,
                utf8("{}"),
                utf8("[\"other\",null]"),
                utf8("{\"o\":1}"));
        for (int i = 0; i < 1_000; i++) {
            map.putAll(map(utf8("[\"src\",{\"p\":" + i + "}]"), utf8("{}")));
        }
        Files.write(file(), serialized(map));

        assertThat(read("src")).hasSize(1_000).contains(new StoredOffset("src", "{\"p\":999}", "{}"));
        assertThat(read("other")).containsExactly(new StoredOffset("other", "null", "{\"o\":1}"));
    }

    @Test
    void connects_file_cut_at_any_length_is_refused_when_nothing_is_before_it() throws Exception {
        for (int length = 0; length < EXAMPLE.length; length++) {
            isRefused(Arrays.copyOf(EXAMPLE, length), "start from scratch");
        }
    }

    @Test
    void an_offset_of_connects_that_is_no_json_is_damage() throws Exception {
        byte[] changed = EXAMPLE.clone();
        changed[changed.length - 2] ^= 1;

        isRefused(changed, "an offset of connector src is not JSON");
    }

    @Test
    void a_hostile_file_is_refused_with_a_sentence_and_no_class_of_it_is_loaded() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runnable.class}, (InvocationHandler & Serializable)
                        (self, method, arguments) -> null);
        for (Object hostile : List.of(
                map(new Bomb(), 1),
                map(utf8("a"), new Bomb()),
                new LinkedHashMap<>(map("a", utf8("b"))),
                map("text", utf8("b"), 1, 2),
                new Object[] {utf8("a")},
                new ArrayList<>(List.of(1)),
                new Bomb(),
                proxy)) {
            isRefused(serialized(hostile), "names the class", "which was not loaded");
        }
        isRefused(serialized("text"), "damaged");
        isRefused(serialized(utf8("array")), "damaged");
    }

    @Test
    void a_map_within_the_map_is_refused() throws Exception {
        Map<Object, Object> outer = map();
        Map<Object, Object> one = outer;
        Map<Object, Object> other = map();
        for (int i = 0; i < 40; i++) {
            Map<Object, Object> left = map("left", utf8("a"));
            Map<Object, Object> right = map("right", utf8("b"));
            one.putAll(map(left, utf8("a"), right, utf8("b")));
            other.putAll(map(left, utf8("a"), right, utf8("b")));
            one = left;
            other = right;
        }
        isRefused(serialized(outer), "damaged");
        isRefused(serialized(map(utf8("k"), new HashMap<>())), "something other than bytes");
        isRefused(serialized(map("text", utf8("v"))), "something other than bytes");
        isRefused(serialized(map(utf8("k"), new byte[1][1])), "names the class [[B");
    }

    @Test
    void sizes_beyond_what_the_file_can_hold_are_refused_before_memory_is_taken() throws Exception {
        int entries = HexFormat.of().formatHex(EXAMPLE).indexOf("77080000001000000001") / 2 + 6;
        byte[] manyEntries = EXAMPLE.clone();
        manyEntries[entries] = 0x40;
        isRefused(manyEntries, "damaged");
        int length = HexFormat.of().formatHex(EXAMPLE).indexOf("00000019") / 2;
        byte[] longArray = EXAMPLE.clone();
        longArray[length] = 0x7f;
        isRefused(longArray, "damaged");
    }

    /** Whoever loads or makes one of these is caught. */
    private static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            throw new AssertionError("a foreign class was deserialized");
        }
    }
}
