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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.offset.MortalOwner;
import io.connectembedded.internal.offset.TestContext;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetFileStoreTest {

    private static final StoredOffset FIRST = new StoredOffset("src", "{\"p\":1}", "{\"o\":1}");
    private static final StoredOffset SECOND = new StoredOffset("src", "{\"p\":1}", "{\"o\":2}");

    @TempDir
    Path dir;

    @Test
    void a_missing_file_is_empty_and_created_with_the_first_write() throws Exception {
        Path file = dir.resolve("deep/er/offsets.dat");
        OffsetStore store = open(file);

        assertThat(store.read("src")).isEmpty();
        assertThat(file).doesNotExist();
        store.write(List.of(FIRST));
        assertThat(file).exists();
        store.close();
        assertThat(read(file)).containsExactly(FIRST);
    }

    @Test
    void any_text_comes_back_to_the_byte() throws Exception {
        Path file = dir.resolve("offsets.dat");
        List<StoredOffset> odd = List.of(
                new StoredOffset("a", "{\"b\":1,\"a\":2}", "{ \"spaced\" : 1.50 }"),
                new StoredOffset("a", "null", "{\"a\":1,\"a\":2}"),
                new StoredOffset("a", "\"text\"", "not json at all\n\twith lines"),
                new StoredOffset("a \"quoted\"", "{\"d\":1.0E22}", "{\"n\":12345678901234567890123}"),
                new StoredOffset("a", "{\"u\":\"\u00e9\ud83d\ude00\u2028\"}", "{\"u\":\"\\uD83D\\uDE00\"}"));
        write(file, odd);

        assertThat(read(file, "a")).containsExactly(odd.get(0), odd.get(1), odd.get(2), odd.get(4));
        assertThat(read(file, "a \"quoted\"")).containsExactly(odd.get(3));
    }

    @Test
    void the_file_is_readable_text() throws Exception {
        Path file = dir.resolve("offsets.dat");
        write(file, List.of(FIRST));

        assertThat(Files.readAllLines(file))
                .startsWith(
                        "connect-embedded-offsets version=1 generation=1 entries=1",
                        "{\"connector\":\"src\",\"partition\":{\"p\":1},\"offset\":{\"o\":1}}")
                .hasSize(3);
    }

    @Test
    void the_file_cut_at_any_length_gives_the_previous_generation_and_is_kept() throws Exception {
        byte[] whole = twoGenerations(dir.resolve("offsets.dat"));
        for (int length = 0; length < whole.length; length++) {
            Path file = copyOfBoth(length + "-cut", Arrays.copyOf(whole, length));

            assertThat(read(file)).as("cut at %d", length).containsExactly(FIRST);
            assertThat(file.resolveSibling("offsets.dat.damaged")).hasSize(length);
            assertThat(read(file)).as("opened again").containsExactly(FIRST);
        }
    }

    @Test
    void the_file_with_any_byte_flipped_gives_the_previous_generation() throws Exception {
        byte[] whole = twoGenerations(dir.resolve("offsets.dat"));
        for (int at = 0; at < whole.length; at++) {
            for (int bit : new int[] {0x01, 0xff}) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) bit;

                assertThat(read(copyOfBoth(at + "-" + bit, flipped)))
                        .as("byte %d", at)
                        .containsExactly(FIRST);
            }
        }
    }

    @Test
    void a_file_of_a_newer_format_is_refused_though_an_older_generation_is_there() throws Exception {
        Path file = dir.resolve("offsets.dat");
        twoGenerations(file);
        byte[] body = "connect-embedded-offsets version=2 more than we know\n".getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(body);
        Files.write(file, body);
        Files.writeString(file, String.format("crc32c=%08x\n", crc.getValue()), StandardOpenOption.APPEND);

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("format version 2")
                .hasMessageContaining("newer release");
    }

    @Test
    void a_failed_write_changes_nothing_and_the_next_one_goes_through() throws Exception {
        Path file = dir.resolve("offsets.dat");
        OffsetStore store = open(file);
        store.write(List.of(FIRST));
        Path obstacle =
                Files.createDirectories(dir.resolve("offsets.dat.tmp/full")).getParent();

        assertThatThrownBy(() -> store.write(List.of(SECOND))).isInstanceOf(IOException.class);
        assertThat(store.read("src")).containsExactly(FIRST);
        Files.delete(obstacle.resolve("full"));
        store.write(List.of(SECOND));
        store.close();
        assertThat(read(file)).containsExactly(SECOND);
    }

    @Test
    void the_store_works_only_between_open_and_close() throws Exception {
        OffsetStore store = new OffsetFileStore(dir.resolve("offsets.dat"));
        assertThatThrownBy(() -> store.read("src")).isInstanceOf(ConnectEmbeddedException.class);
        store.open(new TestContext());
        store.close();
        store.close();
        assertThatThrownBy(() -> store.write(List.of(FIRST))).isInstanceOf(ConnectEmbeddedException.class);
        store.open(new TestContext());
        store.write(List.of(FIRST));
        store.close();
    }

    private byte[] twoGenerations(Path file) throws Exception {
        write(file, List.of(FIRST));
        write(file, List.of(SECOND));
        return Files.readAllBytes(file);
    }

    private Path copyOfBoth(String name, byte[] damaged) throws IOException {
        Path copy = Files.createDirectory(dir.resolve(name));
        Files.copy(dir.resolve("offsets.dat.previous"), copy.resolve("offsets.dat.previous"));
        return Files.write(copy.resolve("offsets.dat"), damaged);
    }

    @Test
    void an_open_store_is_opened_again_only_after_an_owner_that_was_killed() throws Exception {
        Path file = dir.resolve("offsets.dat");
        OffsetStore store = OffsetStore.file(file);
        AtomicBoolean gone = new AtomicBoolean();
        store.open(new Mortal(gone));
        store.write(List.of(FIRST));
        assertThatThrownBy(() -> store.open(new TestContext())).hasMessageContaining("already open");

        gone.set(true);
        store.open(new TestContext());
        assertThat(store.read("src")).containsExactly(FIRST);
        assertThatThrownBy(() -> store.open(new TestContext())).hasMessageContaining("already open");
        assertThatThrownBy(() -> open(file)).hasMessageContaining("in use");
        store.close();
        open(file).close();
    }

    private record Mortal(AtomicBoolean gone) implements MortalOwner {

        @Override
        public boolean isGone() {
            return gone.get();
        }

        @Override
        public String workerName() {
            return "mortal";
        }

        @Override
        public Map<String, Object> adminProperties() {
            return Map.of();
        }

        @Override
        public Map<String, Object> producerProperties() {
            return Map.of();
        }

        @Override
        public Map<String, Object> consumerProperties() {
            return Map.of();
        }
    }

    private static OffsetStore open(Path file) throws Exception {
        OffsetStore store = OffsetStore.file(file);
        store.open(new TestContext());
        return store;
    }

    private static void write(Path file, Collection<StoredOffset> offsets) throws Exception {
        try (OffsetStore store = open(file)) {
            store.write(offsets);
        }
    }

    private static Collection<StoredOffset> read(Path file) throws Exception {
        return read(file, "src");
    }

    private static Collection<StoredOffset> read(Path file, String connector) throws Exception {
        try (OffsetStore store = open(file)) {
            return store.read(connector);
        }
    }
}
