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
package io.connectembedded.behaviour.offsets;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Stock Connect in a process of its own; {@code src/test/stock/StockWorker.java} is what it runs. */
final class Stock implements AutoCloseable {

    private final Path folder;
    private final Path errors;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;

    Stock(Path folder) throws IOException, URISyntaxException {
        this.folder = folder;
        errors = folder.resolve("stock.log");
        Path module = Path.of(Stock.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("../..")
                .normalize();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        module.resolve("target/stock") + File.separator + "*",
                        module.resolve("src/test/stock/StockWorker.java").toString())
                .redirectError(errors.toFile())
                .start();
        answers = process.inputReader();
        commands = process.outputWriter();
    }

    /** Returns when the worker runs and has the connector. */
    void start(String mode, Map<String, String> worker, Map<String, String> connector) throws IOException {
        ask(mode + " " + write("worker.properties", worker) + " " + write("connector.properties", connector));
    }

    /** Returns when the last offsets are written. */
    void stop() throws IOException {
        ask("stop");
    }

    private void ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String answer = answers.readLine();
        if (!"done".equals(answer)) {
            throw new AssertionError(
                    "Stock Connect answered " + answer + " to " + command + "\n" + Files.readString(errors));
        }
    }

    private Path write(String name, Map<String, String> properties) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
