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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** worker.jar as a process of its own, in a folder that also takes its output. */
final class WorkerProcess implements AutoCloseable {

    static final int AFTER_SIGTERM = 128 + 15;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final Path errors;

    private WorkerProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Returns when the worker says that it has started. */
    static WorkerProcess start(Path folder, String... arguments) throws IOException {
        WorkerProcess worker = launch(folder, LONGEST_WAIT, arguments);
        worker.awaitOutput("Worker started");
        return worker;
    }

    /** Waits for nothing. */
    static WorkerProcess launch(Path folder, Duration startTimeout, String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "worker-", ".out");
        Path errors = Files.createTempFile(folder, "worker-", ".err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dworker.start.timeout.ms=" + startTimeout.toMillis());
        command.add("-jar");
        command.add(System.getProperty("worker.jar"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new WorkerProcess(process, output, errors);
    }

    void awaitOutput(String text) {
        await("output '" + text + "'")
                .atMost(LONGEST_WAIT)
                .failFast(() -> assertThat(process.isAlive()).as(this::errors).isTrue())
                .until(() -> output().contains(text));
    }

    String output() {
        return read(output);
    }

    String errors() {
        return read(errors);
    }

    /** SIGTERM, answered at some later time. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL: the process is gone when this returns. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    int awaitExitCode() throws InterruptedException {
        boolean ended = process.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended).as("the process ended; it said:%n%s", output()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + file, e);
        }
    }
}
