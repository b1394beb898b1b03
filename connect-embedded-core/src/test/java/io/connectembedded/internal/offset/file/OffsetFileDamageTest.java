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
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a file, opening it gives a complete generation and says which, or fails and says why. */
class OffsetFileDamageTest {

    private static final Path FILE = Path.of("/offsets/offsets.dat");
    private static final Path PREVIOUS = Path.of("/offsets/offsets.dat.previous");
    private static final Path DAMAGED = Path.of("/offsets/offsets.dat.damaged");
    private static final StoredOffset OTHER = new StoredOffset("src", "{\"p\":\"b\"}", "{\"o\":7}");
    private static final StoredOffset FIRST = new StoredOffset("src", "{\"p\":\"a\"}", "{\"o\":1}");
    private static final StoredOffset SECOND = new StoredOffset("src", "{\"p\":\"a\"}", "{\"o\":20}");

    /** The second with its predecessor. */
    private static MemoryDisk twoGenerations(OffsetFormat format) throws IOException {
        MemoryDisk disk = new MemoryDisk();
        GenerationFiles files = new GenerationFiles(disk, FILE, format);
        Generation first = files.load().with(List.of(OTHER, FIRST), format);
        files.save(first);
        files.save(first.with(List.of(SECOND), format));
        return disk;
    }

    private static OffsetFormat format(boolean connects) {
        return connects ? new ConnectFormat() : new GenerationFormat();
    }

    private static Collection<StoredOffset> load(MemoryDisk disk, OffsetFormat format) throws IOException {
        return new GenerationFiles(disk, FILE, format).load().read("src");
    }

    /** Everything is used as it was written last, or as it was before that, with the damaged file aside and a word. */
    private static void gives(MemoryDisk disk, byte[] damaged, OffsetFormat format, String as) throws IOException {
        disk.put(FILE, damaged);
        try (LogLines lines = new LogLines(GenerationFiles.class)) {
            Collection<StoredOffset> found = load(disk, format);
            if (found.contains(SECOND)) {
                assertThat(found).as(as).containsExactlyInAnyOrder(OTHER, SECOND);
                assertThat(lines.at(Level.WARN)).as(as).isEmpty();
                assertThat(as)
                        .as("of this nothing is missing but what Connect leaves out too")
                        .isEqualTo("whole map");
                return;
            }
            assertThat(found).as(as).containsExactlyInAnyOrder(OTHER, FIRST);
            assertThat(lines.at(Level.WARN))
                    .as(as)
                    .singleElement()
                    .asString()
                    .contains(FILE.toString(), "number 1, from " + PREVIOUS, "kept as " + DAMAGED);
            assertThat(disk.read(DAMAGED)).as(as).isEqualTo(damaged);
            assertThat(load(disk, format)).as("opened again, " + as).containsExactlyInAnyOrder(OTHER, FIRST);
            assertThat(lines.at(Level.WARN)).as("said once, " + as).hasSize(1);
        }
    }

    private static byte[] flipped(byte[] whole, int at, int bits) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) bits;
        return flipped;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cut_at_any_length_it_gives_the_previous_generation_says_so_and_keeps_the_rest(boolean connects)
            throws Exception {
        MemoryDisk disk = twoGenerations(format(connects));
        byte[] whole = disk.read(FILE);
        int map = connects ? new String(whole, StandardCharsets.ISO_8859_1).indexOf(GenerationHeader.MAGIC) - 2 : -1;
        for (int length = 0; length < whole.length; length++) {
            String as = length == map ? "whole map" : "cut at " + length;
            gives(disk.copy(), Arrays.copyOf(whole, length), format(connects), as);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void with_any_bit_or_byte_flipped_it_gives_the_previous_generation(boolean connects) throws Exception {
        MemoryDisk disk = twoGenerations(format(connects));
        byte[] whole = disk.read(FILE);
        for (int at = 0; at < whole.length; at++) {
            for (int bits : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
                gives(disk.copy(), flipped(whole, at, bits), format(connects), "byte " + at + " by " + bits);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void with_both_generations_damaged_opening_fails_and_touches_nothing(boolean connects) throws Exception {
        MemoryDisk disk = twoGenerations(format(connects));
        byte[] whole = disk.read(FILE);
        byte[] previous = disk.read(PREVIOUS);
        for (int at = 0; at < Math.min(whole.length, previous.length); at++) {
            byte[] cut = Arrays.copyOf(whole, connects ? at / 2 : at);
            byte[] flipped = flipped(previous, at, 1);
            disk.put(FILE, cut);
            disk.put(PREVIOUS, flipped);

            assertThatThrownBy(() -> load(disk, format(connects)))
                    .isInstanceOf(ConnectEmbeddedException.class)
                    .hasMessageContaining(FILE.toString())
                    .hasMessageContaining(PREVIOUS.toString())
                    .hasMessageContaining("start from scratch");
            assertThat(disk.read(FILE)).isEqualTo(cut);
            assertThat(disk.read(PREVIOUS)).isEqualTo(flipped);
            assertThat(disk.names()).containsExactly(FILE, PREVIOUS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_damaged_first_generation_is_an_error_too(boolean connects) throws Exception {
        MemoryDisk disk = twoGenerations(format(connects));
        disk.delete(PREVIOUS);
        disk.put(FILE, Arrays.copyOf(disk.read(FILE), 60));

        assertThatThrownBy(() -> load(disk, format(connects)))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining(PREVIOUS + " does not exist");
        assertThat(disk.names()).containsExactly(FILE);
    }

    @Test
    void a_missing_file_gives_the_previous_generation_and_says_how_to_start_from_scratch() throws Exception {
        MemoryDisk disk = twoGenerations(new GenerationFormat());
        disk.delete(FILE);
        try (LogLines lines = new LogLines(GenerationFiles.class)) {
            assertThat(load(disk, new GenerationFormat())).containsExactlyInAnyOrder(OTHER, FIRST);
            assertThat(lines.at(Level.WARN)).singleElement().asString().contains("is missing", "delete both");
            assertThat(load(disk, new GenerationFormat())).containsExactlyInAnyOrder(OTHER, FIRST);
            assertThat(lines.at(Level.WARN)).hasSize(1);
        }
        disk.delete(FILE);
        disk.put(PREVIOUS, new byte[] {'x'});
        assertThatThrownBy(() -> load(disk, new GenerationFormat()))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining(FILE + " is missing, and its previous generation " + PREVIOUS + " is too short");
        disk.delete(PREVIOUS);
        assertThat(load(disk, new GenerationFormat())).isEmpty();
    }

    @Test
    void every_further_damage_is_kept_under_a_name_of_its_own() throws Exception {
        MemoryDisk disk = twoGenerations(new GenerationFormat());
        for (byte i = 0; i < 3; i++) {
            disk.put(FILE, new byte[] {i});
            assertThat(load(disk, new GenerationFormat())).containsExactlyInAnyOrder(OTHER, FIRST);
        }
        assertThat(disk.read(DAMAGED)).containsExactly(0);
        assertThat(disk.read(Path.of(DAMAGED + "-1"))).containsExactly(1);
        assertThat(disk.read(Path.of(DAMAGED + "-2"))).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_loss_of_power_at_any_step_of_a_write_leaves_the_old_or_the_new_generation(boolean half) throws Exception {
        for (boolean connects : new boolean[] {false, true}) {
            OffsetFormat format = format(connects);
            StoredOffset third = new StoredOffset("src", "{\"p\":\"a\"}", "{\"o\":300}");
            boolean whole = false;
            for (int steps = 0; !whole; steps++) {
                MemoryDisk disk = twoGenerations(format);
                GenerationFiles files = new GenerationFiles(disk, FILE, format);
                Generation next = files.load().with(List.of(third), format);
                disk.dieAfter(steps, half);
                whole = survives(() -> files.save(next));
                for (MemoryDisk found : disk.afterwards()) {
                    opensAs(found, format, whole, third);
                }
            }
        }
    }

    /** Never damaged, and when it is damaged now there is a generation before it. */
    private static void opensAs(MemoryDisk disk, OffsetFormat format, boolean whole, StoredOffset third)
            throws IOException {
        try (LogLines lines = new LogLines(GenerationFiles.class)) {
            Collection<StoredOffset> offsets = load(disk, format);
            assertThat(offsets).containsAnyOf(SECOND, third).contains(OTHER).hasSize(2);
            if (whole) {
                assertThat(offsets).contains(third);
            }
            assertThat(lines.at(Level.WARN)).isEmpty();
            assertThat(disk.names()).containsExactly(FILE, PREVIOUS);
            disk.put(FILE, new byte[] {'x'});
            assertThat(load(disk, format)).hasSize(2).contains(OTHER);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_loss_of_power_while_damage_is_mended_is_no_further_damage(boolean half) throws Exception {
        OffsetFormat format = new GenerationFormat();
        boolean whole = false;
        for (int steps = 0; !whole; steps++) {
            MemoryDisk disk = twoGenerations(format);
            byte[] damaged = Arrays.copyOf(disk.read(FILE), 50);
            disk.put(FILE, damaged);
            disk.dieAfter(steps, half);
            whole = survives(() -> load(disk, format));
            for (MemoryDisk found : disk.afterwards()) {
                assertThat(load(found, format)).containsExactlyInAnyOrder(OTHER, FIRST);
                assertThat(found.read(DAMAGED)).isEqualTo(damaged);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_loss_of_power_in_the_very_first_write_leaves_nothing_or_all_of_it(boolean half) throws Exception {
        OffsetFormat format = new GenerationFormat();
        boolean whole = false;
        for (int steps = 0; !whole; steps++) {
            MemoryDisk disk = new MemoryDisk();
            GenerationFiles files = new GenerationFiles(disk, FILE, format);
            Generation next = files.load().with(List.of(FIRST), format);
            disk.dieAfter(steps, half);
            whole = survives(() -> files.save(next));
            for (MemoryDisk found : disk.afterwards()) {
                Collection<StoredOffset> offsets = load(found, format);
                assertThat(offsets).isIn(List.of(), List.of(FIRST));
                assertThat(whole && offsets.isEmpty()).isFalse();
            }
        }
    }

    private interface Act {
        void run() throws IOException;
    }

    private static boolean survives(Act act) throws IOException {
        try {
            act.run();
            return true;
        } catch (MemoryDisk.PowerLoss e) {
            return false;
        }
    }
}
