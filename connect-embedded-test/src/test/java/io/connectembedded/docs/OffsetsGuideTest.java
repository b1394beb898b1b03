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
package io.connectembedded.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/offsets.md. */
class OffsetsGuideTest {

    @TempDir
    Path dir;

    @Test
    void the_store_on_the_first_lines_keeps_connects_format() throws Exception {
        Path folder = dir;
        // snippet: connect-format
        OffsetStore store = OffsetStore.file(folder.resolve("connect.offsets")).connectFormat();
        // end
        assertThat(store.toString()).contains("connect.offsets");
    }

    // snippet: own-store
    static final class PropertiesStore implements OffsetStore {

        private final Path file;

        PropertiesStore(Path file) {
            this.file = file;
        }

        @Override
        public Collection<StoredOffset> read(String connector) throws IOException {
            Properties all = load();
            String prefix = prefix(connector);
            return all.stringPropertyNames().stream()
                    .filter(key -> key.startsWith(prefix))
                    .map(key -> new StoredOffset(connector, key.substring(prefix.length()), all.getProperty(key)))
                    .toList();
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws IOException {
            Properties all = load();
            for (StoredOffset offset : offsets) {
                String key = prefix(offset.connector()) + offset.partition();
                if (offset.offset() == null) {
                    all.remove(key);
                } else {
                    all.setProperty(key, offset.offset());
                }
            }
            save(all);
        }

        /** No connector's name and partition look like another's. */
        private static String prefix(String connector) {
            return connector.length() + ":" + connector;
        }

        private Properties load() throws IOException {
            Properties all = new Properties();
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    all.load(in);
                }
            }
            return all;
        }

        /** All or none: what a crash leaves is the old file or the new one. */
        private void save(Properties all) throws IOException {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            try (FileChannel channel = FileChannel.open(
                            next,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.TRUNCATE_EXISTING,
                                    StandardOpenOption.WRITE));
                    OutputStream out = Channels.newOutputStream(channel)) {
                all.store(out, null);
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
    // end
}
