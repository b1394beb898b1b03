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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.plugin.PluginInfo;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTestDriver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that are old, packed in an odd way or slow to let go, and work with Connect. */
@ConnectTest
class OddPluginsTest {

    private static final String SOURCE = "odd.LinesSourceConnector";
    private static final String OLD = "odd.OldConverter";

    /** Connect's types before KIP-891, to compile against; at run time there are those of today. */
    private static final String BEFORE = """
            package org.apache.kafka.connect.storage;
            import java.util.Map;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.connect.data.Schema;
            import org.apache.kafka.connect.data.SchemaAndValue;
            """;

    private static final String OLD_CODE = """
            package odd;
            import java.nio.charset.StandardCharsets;
            import java.util.Map;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.connect.data.Schema;
            import org.apache.kafka.connect.data.SchemaAndValue;
            import org.apache.kafka.connect.storage.Converter;
            import org.apache.kafka.connect.storage.HeaderConverter;

            public class OldConverter implements Converter, HeaderConverter {
                public void configure(Map<String, ?> configs, boolean isKey) {}
                public void configure(Map<String, ?> configs) {}
                public ConfigDef config() { return new ConfigDef(); }
                public void close() {}
                public byte[] fromConnectData(String topic, Schema schema, Object value) {
                    return value == null ? null : ("old " + value).getBytes(StandardCharsets.UTF_8);
                }
                public SchemaAndValue toConnectData(String topic, byte[] value) { return SchemaAndValue.NULL; }
                public byte[] fromConnectHeader(String topic, String key, Schema schema, Object value) {
                    return new byte[0];
                }
                public SchemaAndValue toConnectHeader(String topic, String key, byte[] value) {
                    return SchemaAndValue.NULL;
                }
            }
            """;

    @TempDir
    private Path dir;

    private PluginJars.Jar lines() {
        return new PluginJars(dir)
                .location("lines")
                .plugin(SourceConnector.class, SOURCE, PluginCode.source(SOURCE, "1.0", "\"line\""));
    }

    @Test
    void a_json_converter_that_one_location_brings_is_not_for_the_whole_worker() throws Exception {
        String json = "org.apache.kafka.connect.json.JsonConverter";
        new PluginJars(dir)
                .location("brings-json")
                .plugin(Converter.class, json, PluginCode.converter(json, "throw new NoSuchMethodError(\"old\");"))
                .write();
        try (ConnectWorker worker = Told.builder(dir, Map.of()).build()) {
            assertThat(worker.plugins().config(json).names()).contains("schemas.enable");
        }
    }

    private static void addOldConverter(PluginJars.Jar jar) {
        jar.source("org.apache.kafka.connect.storage.Converter", BEFORE + """
                        public interface Converter {
                            void configure(Map<String, ?> configs, boolean isKey);
                            byte[] fromConnectData(String topic, Schema schema, Object value);
                            SchemaAndValue toConnectData(String topic, byte[] value);
                        }
                        """)
                .source("org.apache.kafka.connect.storage.HeaderConverter", BEFORE + """
                        public interface HeaderConverter {
                            ConfigDef config();
                            void configure(Map<String, ?> configs);
                            SchemaAndValue toConnectHeader(String topic, String key, byte[] value);
                            byte[] fromConnectHeader(String topic, String key, Schema schema, Object value);
                        }
                        """)
                .without("org.apache.kafka.connect.storage.Converter")
                .without("org.apache.kafka.connect.storage.HeaderConverter")
                .plugin(Converter.class, OLD, OLD_CODE)
                .service(HeaderConverter.class, OLD);
    }

    @Test
    void a_converter_of_two_types_that_is_older_than_versions_runs_and_has_none() throws IOException {
        PluginJars.Jar jar = lines();
        addOldConverter(jar);
        jar.write();

        assertThat(Told.of(dir, Map.of()))
                .filteredOn(each -> each.className().equals(OLD))
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.problem()).isNull();
                    assertThat(each.version()).isEqualTo(PluginInfo.UNDEFINED_VERSION);
                });
        try (ConnectTestDriver driver = ConnectTestDriver.of(Told.builder(dir, Map.of())
                .connector(ConnectorSpec.source("lines", "LinesSource").with("value.converter", "OldConverter")))) {
            assertThat(driver.source("lines").poll()).hasSize(1);
            driver.source("lines").ackAll();
            assertThat(driver.topic("texts").values()).hasSize(1);
        }
    }

    @Test
    void a_jar_of_connects_own_worker_that_is_missed_is_named() throws IOException {
        String missed = "org.apache.kafka.connect.json.Missed";
        lines().source(missed, PluginCode.library(missed, "missed"))
                .without(missed)
                .plugin(Converter.class, "odd.Needy", PluginCode.converter("odd.Needy", missed + ".name();"))
                .write();

        assertThat(Told.of(dir, Map.of()))
                .filteredOn(each -> each.className().equals("odd.Needy"))
                .singleElement()
                .extracting(PluginInfo::problem)
                .asString()
                .contains("org/apache/kafka/connect/json/Missed", "org.apache.kafka:connect-json");
    }

    @Test
    void class_files_for_another_class_loader_are_no_plugins() throws IOException {
        Path jar = lines().write();
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Path nested = zip.getPath("/BOOT-INF/classes/odd/LinesSourceConnector.class");
            Files.createDirectories(nested.getParent());
            Files.move(zip.getPath("/odd/LinesSourceConnector.class"), nested);
            Files.delete(zip.getPath("/META-INF/services/" + SourceConnector.class.getName()));
        }

        assertThat(Told.of(dir, Map.of())).isEmpty();
    }

    @Test
    void a_package_that_another_jar_seals_is_told_as_what_cannot_be_loaded() throws IOException {
        String base = PluginCode.source("odd.Base", "1", "null");
        PluginJars jars = new PluginJars(dir);
        Path sealing = jars.jar("sealed/a.jar").source("odd.Base", base).write();
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + sealing.toUri()), Map.of())) {
            Files.createDirectories(zip.getPath("/META-INF"));
            Files.writeString(zip.getPath("/META-INF/MANIFEST.MF"), "Manifest-Version: 1.0\nSealed: true\n\n");
        }
        jars.jar("sealed/b.jar")
                .source("odd.Base", base)
                .without("odd.Base")
                .without("odd.Base$OneRecord")
                .plugin(SourceConnector.class, "odd.Late", "package odd; public class Late extends Base {}")
                .write();

        try (ConnectWorker worker = Told.builder(dir, Map.of()).build()) {
            assertThatThrownBy(() -> worker.plugins().config("odd.Late"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("odd.Late cannot be loaded")
                    .hasMessageContaining("seal");
        }
    }

    @Test
    void an_alias_that_only_class_files_tell_is_read_before_the_time_for_answers_begins() throws IOException {
        Path jar = lines().write();
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.delete(zip.getPath("/META-INF/services/" + SourceConnector.class.getName()));
        }

        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        ClassLoader host = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                readers.add(Thread.currentThread());
                return super.getResourceAsStream(name);
            }
        };

        try (ConnectWorker worker = Told.builder(dir, Map.of("plugin.discovery", "only_scan"))
                .classLoader(host)
                .connector(ConnectorSpec.source("lines", "LinesSource"))
                .build()) {
            assertThat(worker.connector("lines").status().name()).isEqualTo("lines");
        }

        // Not one that is given ten seconds for what plug-ins answer.
        assertThat(readers).containsExactly(Thread.currentThread());
    }

    @Test
    void drivers_that_need_some_time_to_go_have_it() throws IOException {
        lines().plugin(Driver.class, "odd.SlowDriver", """
                        package odd;
                        import java.sql.Connection;
                        import java.sql.Driver;
                        import java.sql.DriverManager;
                        import java.sql.DriverPropertyInfo;
                        import java.sql.SQLException;
                        public class SlowDriver implements Driver {
                            static {
                                try {
                                    DriverManager.registerDriver(new SlowDriver(), () -> {
                                        long end = System.nanoTime() + 800_000_000L;
                                        while (System.nanoTime() < end) {
                                            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000L);
                                        }
                                    });
                                } catch (SQLException e) {
                                    throw new ExceptionInInitializerError(e);
                                }
                            }
                            public boolean acceptsURL(String url) { return false; }
                            public Connection connect(String url, java.util.Properties p) { return null; }
                            public int getMajorVersion() { return 1; }
                            public int getMinorVersion() { return 0; }
                            public boolean jdbcCompliant() { return false; }
                            public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) {
                                return null;
                            }
                            public java.util.logging.Logger getParentLogger() { return null; }
                        }
                        """).write();
        ConnectWorker worker = Told.builder(dir, Map.of())
                .shutdownTimeout(Duration.ofSeconds(20))
                .build();
        List<PluginInfo> listed = worker.plugins().list();

        worker.close(); // A warning fails the test.

        assertThat(listed).extracting(PluginInfo::className).contains(SOURCE);
    }
}
