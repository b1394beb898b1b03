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
package io.connectembedded.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link NumbersHost} in a process of its own. */
final class NumbersProcess implements AutoCloseable {

    private static final long LONGEST_END_S = 60;

    private final Process process;
    private final Path output;

    private NumbersProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static NumbersProcess launch(Path output, List<String> arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                NumbersHost.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new NumbersProcess(process, output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError("Cannot read " + output, e);
        }
    }

    long said(String beginning) {
        return output().lines().filter(line -> line.startsWith(beginning)).count();
    }

    void assertAlive() {
        assertThat(process.isAlive()).as(this::output).isTrue();
    }

    /** SIGKILL: it is gone when this returns. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void end() throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(LONGEST_END_S, TimeUnit.SECONDS))
                .as(() -> "the host ended; it said:\n" + output())
                .isTrue();
        assertThat(process.exitValue()).as(this::output).isZero();
    }

    @Override
    public void close() {
        kill();
    }
}
