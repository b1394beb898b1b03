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
package io.connectembedded.behaviour.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConfigProblem;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each key that names a plug-in has one for its version (KIP-891). */
@ConnectTest
class VersionKeysTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SOURCE = "own.TextSource";
    private static final String TRANSFORM = "own.Behind";

    /** It answers its version, and fails wherever the context loader is not its own. */
    private static final String CONVERTER = """
            package own;
            import java.util.Map;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.connect.data.Schema;
            import org.apache.kafka.connect.data.SchemaAndValue;
            import org.apache.kafka.connect.storage.Converter;
            import org.apache.kafka.connect.storage.HeaderConverter;

            public class Telling implements Converter, HeaderConverter {
                public Telling() { check(); }
                private void check() {
                    if (Thread.currentThread().getContextClassLoader() != getClass().getClassLoader()) {
                        throw new IllegalStateException("called under "
                                + Thread.currentThread().getContextClassLoader());
                    }
                }
                @Override public String version() { check(); return "%1$s"; }
                @Override public ConfigDef config() { check(); return new ConfigDef(); }
                @Override public void configure(Map<String, ?> configs) { check(); }
                @Override public void configure(Map<String, ?> configs, boolean isKey) { check(); }
                @Override public byte[] fromConnectData(String topic, Schema schema, Object value) {
                    check();
                    return (value + " by %1$s").getBytes();
                }
                @Override public SchemaAndValue toConnectData(String topic, byte[] value) { return SchemaAndValue.NULL; }
                @Override public byte[] fromConnectHeader(String topic, String key, Schema schema, Object value) {
                    check();
                    return new byte[0];
                }
                @Override public SchemaAndValue toConnectHeader(String topic, String key, byte[] value) {
                    return SchemaAndValue.NULL;
                }
                @Override public void close() { check(); }
            }
            """;

    private static final String PREDICATE = """
            package own;
            import java.util.Map;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.connect.connector.ConnectRecord;
            import org.apache.kafka.connect.transforms.predicates.Predicate;

            public class Always<R extends ConnectRecord<R>> implements Predicate<R> {
                @Override public String version() { return "%s"; }
                @Override public ConfigDef config() { return new ConfigDef(); }
                @Override public void configure(Map<String, ?> configs) {}
                @Override public boolean test(R record) { return true; }
                @Override public void close() {}
            }
            """;

    @TempDir
    private Path dir;

    @BeforeEach
    void write() throws Exception {
        PluginJars jars = new PluginJars(dir);
        for (String version : List.of("1.0", "2.0")) {
            jars.location("sources-" + version)
                    .plugin(SourceConnector.class, SOURCE, PluginCode.source(SOURCE, version, "\"" + version + "\""))
                    .write();
            jars.location("rest-" + version)
                    .plugin(Converter.class, "own.Telling", CONVERTER.formatted(version))
                    .service(HeaderConverter.class, "own.Telling")
                    .plugin(
                            Transformation.class,
                            TRANSFORM,
                            PluginCode.transformation(TRANSFORM, version, "\", behind " + version + "\""))
                    .plugin(Predicate.class, "own.Always", PREDICATE.formatted(version))
                    .write();
        }
    }

    private ConnectWorker.Builder host(String servers) {
        return ConnectWorker.builder()
                .name("guest")
                .bootstrapServers(servers)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .shutdownTimeout(Duration.ofSeconds(2))
                .pluginPath(dir);
    }

    private static ConnectorSpec spec() {
        return ConnectorSpec.source("src", SOURCE)
                .with("key.converter", "Telling")
                .with("value.converter", "own.Telling")
                .with("header.converter", "own.Telling")
                .with("transforms", "t")
                .with("transforms.t.type", TRANSFORM)
                .with("transforms.t.predicate", "p")
                .with("predicates", "p")
                .with("predicates.p.type", "own.Always");
    }

    private static List<ConfigProblem> problems(ConnectWorker.Builder builder) {
        InvalidConfigException refused = catchThrowableOfType(
                InvalidConfigException.class, () -> builder.build().close());
        assertThat(refused).isNotNull();
        return refused.problems();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connector.plugin.version",
                "key.converter.plugin.version",
                "value.converter.plugin.version",
                "header.converter.plugin.version",
                "transforms.t.plugin.version",
                "predicates.p.plugin.version"
            })
    void a_version_that_is_not_there_is_refused_and_those_that_are_there_are_told(String key) {
        assertThat(problems(host("nobody:1").connector(spec().with(key, "[3.0,4.0)"))))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo(key);
                    assertThat(problem.value()).isEqualTo("[3.0,4.0)");
                    assertThat(problem.message())
                            .contains("is in the range [3.0,4.0); available are 1.0 (")
                            .contains(", 2.0 (");
                });
    }

    @Test
    void the_workers_own_converters_have_versions_too() {
        ConnectWorker.Builder host = host("nobody:1")
                .with("key.converter", "own.Telling")
                .with("key.converter.plugin.version", "3.0")
                .with("header.converter", "own.Telling")
                .with("header.converter.plugin.version", "3.0");
        assertThat(problems(host))
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder("key.converter.plugin.version", "header.converter.plugin.version");
    }

    @Test
    void each_plugin_runs_in_the_version_asked_for_under_a_loader_of_its_own(
            KafkaBroker broker, @Topic("texts") TestTopic<String, String> topic) throws Exception {
        ConnectorSpec asked = spec().with("connector.plugin.version", "1.0")
                .with("value.converter.plugin.version", "[1.0,2.0)")
                .with("transforms.t.plugin.version", "2.0")
                .with("transforms.t.topic", topic.name());
        try (ConnectWorker worker = host(broker.bootstrapServers())
                .with("value.converter", "own.Telling")
                .with("value.converter.plugin.version", "1.0")
                .connector(asked)
                .connector(ConnectorSpec.source("plain", SOURCE))
                .build()) {
            worker.start();
            assertThat(worker.connector("src").running().await(LIMIT).version()).isEqualTo("1.0");
            assertThat(worker.connector("plain").running().await(LIMIT).version())
                    .isEqualTo("2.0");
            ObjectName task = new ObjectName("kafka.connect:connector=src,task=0,type=connector-task-metrics");
            await().atMost(LIMIT)
                    .until(() -> fact(task, "value-converter-version").equals("1.0"));
            assertThat(Map.of(
                            "connector", fact(task, "connector-version"),
                            "key", fact(task, "key-converter-version"),
                            "class", fact(task, "key-converter-class")))
                    .containsEntry("connector", "1.0")
                    .containsEntry("key", "2.0")
                    .containsEntry("class", "own.Telling");
        }
    }

    private static String fact(ObjectName task, String name) throws Exception {
        return String.valueOf(ManagementFactory.getPlatformMBeanServer().getAttribute(task, name));
    }
}
