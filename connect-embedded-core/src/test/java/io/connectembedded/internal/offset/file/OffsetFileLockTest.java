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

import com.fasterxml.jackson.core.JsonFactory;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.offset.TestContext;
import io.connectembedded.offset.OffsetStore;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class OffsetFileLockTest {

    @TempDir
    Path dir;

    @Test
    void a_second_store_on_the_same_file_is_refused_until_the_first_is_closed() throws Exception {
        Path file = dir.resolve("offsets.dat");
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir).resolve("offsets.dat");
        OffsetStore first = new OffsetFileStore(file);
        OffsetStore second = new OffsetFileStore(link);
        first.open(new TestContext());

        assertThatThrownBy(() -> second.open(new TestContext()))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("in use")
                .hasMessageContaining("offsets.dat");
        first.close();
        second.open(new TestContext());
        second.close();
        assertThat(dir.resolve("offsets.dat.lock")).doesNotExist();
    }

    @Test
    void another_process_is_refused_also_after_a_refusal_within_this_one() throws Exception {
        Path file = dir.resolve("offsets.dat");
        try (OffsetStore first = new OffsetFileStore(file)) {
            first.open(new TestContext());
            assertThatThrownBy(() -> new OffsetFileStore(file).open(new TestContext()))
                    .isInstanceOf(ConnectEmbeddedException.class);

            assertThat(openedByAnotherProcess(file)).contains("in use by another process");
        }
        assertThat(openedByAnotherProcess(file)).contains("opened");
    }

    private static String openedByAnotherProcess(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        Opener.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Not the system property, which names whatever started the tests. */
    private static String classPath() {
        return Stream.of(
                        Opener.class,
                        OffsetFileStore.class,
                        OffsetStore.class,
                        ConnectException.class,
                        KafkaException.class,
                        Logger.class,
                        JsonFactory.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The other process. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) throws Exception {
            try (OffsetStore store = new OffsetFileStore(Path.of(args[0]))) {
                store.open(new TestContext());
                System.out.println("opened");
            } catch (ConnectEmbeddedException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
