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
package io.connectembedded.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plug-ins find what they look up of Connect's runtime, whether or not it is on the host's class path. */
@ConnectTest
class RuntimeNamesTest {

    private static final String OWN =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private final KafkaBroker broker;
    private final TestTopic<String, String> topic;
    private final TestTopic<String, String> letters;

    RuntimeNamesTest(
            KafkaBroker broker,
            @Topic("names") TestTopic<String, String> topic,
            @Topic("names-dead") TestTopic<String, String> letters) {
        this.broker = broker;
        this.topic = topic;
        this.letters = letters;
    }

    private static String connect() throws Exception {
        Path module = Path.of(RuntimeNamesTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getParent();
        try (Stream<Path> jars = Files.list(module.resolve("stock"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("connect-runtime-"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private void plugInsFindTheNames(String classPath, String from) throws Exception {
        topic.sendValues(List.of("derived", "rebuilt"));
        List<String> lines = run(classPath);
        String place = topic.name() + "-0@";
        assertThat(lines)
                .containsExactly(
                        "from runtime.InternalSinkRecord " + from,
                        "from runtime.WorkerSinkTaskContext " + from,
                        "from runtime.errors.ProcessingContext " + from,
                        "from connector.policy.NoneConnectorClientConfigOverridePolicy " + from,
                        "from converters.ByteArrayConverter " + from,
                        "put derived routed " + place + "0 derived connect-names true",
                        "put rebuilt rebuilt " + place + "1 rebuilt connect-names true",
                        "running true");
        // What was reported is what was consumed, whatever the transformations made of it.
        assertThat(letters.values()).containsExactlyInAnyOrder("derived", "rebuilt");
    }

    private List<String> run(String classPath) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=quiet-logback.xml",
                        NamesHost.class.getName(),
                        broker.bootstrapServers(),
                        topic.name(),
                        "2",
                        letters.name())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    @Test
    void plug_ins_find_the_names_where_connects_runtime_is_not() throws Exception {
        plugInsFindTheNames(OWN, "us");
    }

    @Test
    void plug_ins_find_the_names_where_connects_runtime_comes_before_us() throws Exception {
        plugInsFindTheNames(connect() + File.pathSeparator + OWN, "Connect");
    }

    @Test
    void plug_ins_find_the_names_where_connects_runtime_comes_after_us() throws Exception {
        plugInsFindTheNames(OWN + File.pathSeparator + connect(), "us");
    }
}
