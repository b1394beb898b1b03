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
package io.connectembedded.samples.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A folder with Kafka's own three example files, in which a worker is started; their relative paths lead here. */
record WorkerFolder(Path path) {

    static final String WORKER = "connect-standalone.properties";
    static final String SOURCE = "connect-file-source.properties";
    static final String SINK = "connect-file-sink.properties";

    private static final String IN = "test.txt";
    private static final String OUT = "test.sink.txt";

    /** The last of two equal keys holds, so lines added to a file replace what stands in it. */
    static WorkerFolder create(Path path, String bootstrapServers, String... moreForWorker) {
        WorkerFolder folder = new WorkerFolder(path);
        for (String name : List.of(WORKER, SOURCE, SINK)) {
            folder.write(name, resource(name));
        }
        folder.add(WORKER, "bootstrap.servers=" + bootstrapServers);
        folder.add(WORKER, "offset.storage.file.filename=connect.offsets");
        folder.add(WORKER, moreForWorker);
        return folder;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void write(String name, String text) {
        try {
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(String name, String... lines) {
        try {
            Files.write(file(name), List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines for the source to read. */
    void in(String... lines) {
        add(IN, lines);
    }

    /** Lines the sink has written so far. */
    List<String> out() {
        return Files.exists(file(OUT)) ? read(OUT).lines().toList() : List.of();
    }

    private static String resource(String name) {
        try (InputStream in = WorkerFolder.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
