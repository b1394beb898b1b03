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
package io.connectembedded.samples.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One start of one contestant: files, process, its answer, its end. */
final class MeasuredRun {

    private static final String ANSWER = "FIRST-RECORD ";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** From main's first line, from the start of the JVM, and the processor time up to then. */
    record Took(Duration sinceMain, Duration sinceJvm, Duration processor) {}

    private final Path folder;
    private final String bootstrapServers;
    private final String topic;

    MeasuredRun(Path folder, String bootstrapServers, String topic) {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    Took of(Contestant contestant, String java, List<String> flags) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<String> files = List.of(
                write("worker.properties", worker()).toString(),
                write("source.properties", source()).toString());
        Path log = folder.resolve("process.log");
        Process process = new ProcessBuilder(contestant.command(java, flags, files))
                .redirectErrorStream(true)
                .start();
        try {
            return CompletableFuture.supplyAsync(() -> answer(process.inputReader(), log))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(contestant.name() + " sent no record; look at " + log, e);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Map<String, String> worker() {
        return Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable", "false",
                "offset.storage.file.filename", folder.resolve("offsets.dat").toString(),
                "plugin.discovery", "service_load",
                "listeners", "HTTP://127.0.0.1:0");
    }

    private Map<String, String> source() {
        return Map.of(
                "name",
                "first-record",
                "connector.class",
                "io.connectembedded.samples.benchmarks.startup.child.FirstRecordSource",
                "tasks.max",
                "1",
                "topic",
                topic);
    }

    private Path write(String name, Map<String, String> properties) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .sorted()
                        .collect(Collectors.joining()));
    }

    private static Took answer(BufferedReader output, Path log) {
        StringBuilder seen = new StringBuilder();
        try {
            String line = output.readLine();
            while (line != null && !line.startsWith(ANSWER)) {
                seen.append(line).append('\n');
                line = output.readLine();
            }
            Files.writeString(log, seen);
            if (line == null) {
                throw new IllegalStateException("The process ended without an answer");
            }
            return took(line.substring(ANSWER.length()).split(" ", 3));
        } catch (IOException e) {
            throw new IllegalStateException("The output of the process cannot be read", e);
        }
    }

    private static Took took(String[] nanos) {
        return new Took(nanos(nanos[0]), nanos(nanos[1]), nanos(nanos[2]));
    }

    private static Duration nanos(String text) {
        return Duration.ofNanos(Long.parseLong(text.strip()));
    }
}
