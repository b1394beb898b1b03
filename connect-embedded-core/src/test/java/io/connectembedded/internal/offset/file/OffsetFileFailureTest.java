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

import io.connectembedded.internal.offset.TestContext;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be read or written is an error that names it and what to do, and holds what it held. */
class OffsetFileFailureTest {

    private static final StoredOffset FIRST = new StoredOffset("src", "{\"p\":1}", "{\"o\":1}");
    private static final StoredOffset SECOND = new StoredOffset("src", "{\"p\":1}", "{\"o\":2}");

    @TempDir
    Path dir;

    private final FullDisk disk = new FullDisk();
    private OffsetStore store;

    @BeforeEach
    void open() throws Exception {
        store = new OffsetFileStore(file(), new GenerationFormat(), disk);
        store.open(new TestContext());
        store.write(List.of(FIRST));
    }

    private Path file() {
        return dir.resolve("offsets.dat");
    }

    private void writingSays(String... parts) {
        assertThatThrownBy(() -> store.write(List.of(SECOND)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContainingAll(
                        "The offset file " + file() + " cannot be written", System.getProperty("user.name"));
        assertThat(readAll()).containsExactly(FIRST);
    }

    private List<StoredOffset> readAll() {
        try {
            return List.copyOf(store.read("src"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void goesOn() throws Exception {
        store.write(List.of(SECOND));
        store.close();
        store.open(new TestContext());
        assertThat(readAll()).containsExactly(SECOND);
        store.close();
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactlyInAnyOrder(file(), dir.resolve("offsets.dat.previous"));
        }
    }

    @Test
    void a_full_disk_is_told_with_its_remedy_and_the_next_write_goes_through() throws Exception {
        disk.failWrites(new IOException("No space left on device"));
        writingSays("No space left on device", "has room");
        writingSays("No space left on device", "has room");
        disk.failWrites(null);
        goesOn();
    }

    @Test
    void a_full_disk_leaves_the_file_and_its_previous_generation_as_they_were() throws Exception {
        store.write(List.of(SECOND));
        byte[] current = Files.readAllBytes(file());
        byte[] previous = Files.readAllBytes(dir.resolve("offsets.dat.previous"));
        disk.failWrites(new IOException("No space left on device"));
        assertThatThrownBy(() -> store.write(List.of(FIRST))).isInstanceOf(IOException.class);
        store.close();

        assertThat(file()).hasBinaryContent(current);
        assertThat(dir.resolve("offsets.dat.previous")).hasBinaryContent(previous);
    }

    @Test
    void a_folder_that_may_not_be_written_is_told_with_its_remedy() throws Exception {
        disk.failMoves(new AccessDeniedException(file().toString()));
        writingSays("access to " + file() + " is denied", "may write into its folder");
        disk.failMoves(null);
        goesOn();
    }

    @Test
    void a_folder_whose_names_cannot_be_made_durable_fails_the_write() throws Exception {
        disk.failSyncs(new IOException("Input/output error"));
        writingSays("Input/output error");
        disk.failSyncs(null);
        goesOn();
    }

    @Test
    void a_file_that_may_not_be_read_is_an_error_and_no_empty_start() throws Exception {
        store.close();
        disk.failReads(new AccessDeniedException(file().toString()));

        assertThatThrownBy(() -> store.open(new TestContext()))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "The offset file " + file() + " cannot be opened",
                        "access to " + file() + " is denied",
                        "Let the user " + System.getProperty("user.name"));
        disk.failReads(null);
        store.open(new TestContext());
        assertThat(readAll()).containsExactly(FIRST);
        store.close();
    }

    @Test
    void a_folder_in_its_place_is_an_error_that_names_it() {
        assertThatThrownBy(() -> OffsetStore.file(dir).open(new TestContext()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The offset file " + dir + " cannot be opened");
        store.close();
    }

    @Test
    void a_path_through_a_file_is_an_error_that_names_it() {
        Path inside = file().resolve("offsets.dat");
        assertThatThrownBy(() -> OffsetStore.file(inside).open(new TestContext()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The offset file " + inside + " cannot be opened");
        store.close();
    }
}
