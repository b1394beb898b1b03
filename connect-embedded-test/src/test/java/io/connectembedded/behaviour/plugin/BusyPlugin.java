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

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Driver;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;

/** A connector that leaves traces of its classes wherever real ones do, with a driver, a transform and a converter. */
final class BusyPlugin {

    static final String NAME = "own.Busy";
    static final String TRANSFORM = "own.Behind";
    static final String CONVERTER = "other.Nothing";

    private static final String DRIVER = """
            package own;
            import java.sql.Connection;
            import java.sql.Driver;
            import java.sql.DriverManager;
            import java.sql.DriverPropertyInfo;
            import java.sql.SQLException;
            public class OwnDriver implements Driver {
                static {
                    try {
                        DriverManager.registerDriver(new OwnDriver());
                    } catch (SQLException e) {
                        throw new ExceptionInInitializerError(e);
                    }
                }
                public boolean acceptsURL(String url) { return url.startsWith("jdbc:busy:"); }
                public Connection connect(String url, java.util.Properties p) { return null; }
                public int getMajorVersion() { return 1; }
                public int getMinorVersion() { return 0; }
                public boolean jdbcCompliant() { return false; }
                public DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties p) { return null; }
                public java.util.logging.Logger getParentLogger() { return null; }
            }
            """;
    private static final String CODE = """
            package own;
            import io.connectembedded.behaviour.plugin.Seen;
            import java.io.ByteArrayOutputStream;
            import java.io.ObjectOutputStream;
            import java.io.Serializable;
            import java.util.HashMap;
            import java.util.LinkedHashMap;
            import java.util.List;
            import java.util.Map;
            import org.apache.kafka.common.MetricName;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.common.metrics.Gauge;
            import org.apache.kafka.connect.connector.Task;
            import org.apache.kafka.connect.data.Schema;
            import org.apache.kafka.connect.data.SchemaBuilder;
            import org.apache.kafka.connect.data.Struct;
            import org.apache.kafka.connect.source.SourceConnector;
            import org.apache.kafka.connect.source.SourceRecord;
            import org.apache.kafka.connect.source.SourceTask;

            public class Busy extends SourceConnector {
                private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

                public static final class State implements Serializable {
                    private final Map<String, String> of = new HashMap<>();
                }

                @Override public String version() { return "1.0"; }
                @Override public ConfigDef config() { return new ConfigDef(); }
                @Override public void start(Map<String, String> props) {
                    Seen.note(getClass());
                    touch();
                    try {
                        java.sql.DriverManager.getDriver("jdbc:busy:x");
                        new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(new State());
                        getClass().getResource("/META-INF/services/java.sql.Driver").openStream().read();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    MetricName name = context().pluginMetrics().metricName("m", "", new LinkedHashMap<>());
                    context().pluginMetrics().addMetric(name, (Gauge<Object>) (config, now) -> new State());
                }
                @Override public void stop() {}
                @Override public Class<? extends Task> taskClass() { return BusyTask.class; }
                @Override public List<Map<String, String>> taskConfigs(int max) { return List.of(Map.of()); }

                static void touch() {
                    LOCAL.set(new State());
                    org.slf4j.LoggerFactory.getLogger(Busy.class).debug("{}", new State());
                    org.slf4j.MDC.put("busy", "yes");
                    java.util.logging.Logger.getLogger("own.busy");
                    Busy.class.getClassLoader().getResourceAsStream("META-INF/services/java.sql.Driver");
                }

                public static class BusyTask extends SourceTask {
                    private Thread beside;
                    private volatile boolean ended;
                    private boolean sent;
                    @Override public String version() { return "1.0"; }
                    @Override public void start(Map<String, String> props) {
                        touch();
                        beside = new Thread(() -> {
                            while (!ended) {
                                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                            }
                        }, "busy-beside");
                        beside.start();
                    }
                    @Override public List<SourceRecord> poll() throws InterruptedException {
                        if (!sent) {
                            sent = true;
                            Schema own = SchemaBuilder.struct().name("own").field("a", Schema.STRING_SCHEMA).build();
                            return List.of(new SourceRecord(Map.of(), Map.of("at", 1), "busy", own,
                                    new Struct(own).put("a", "x")) {
                            });
                        }
                        Seen.poll();
                        return null;
                    }
                    @Override public void stop() {
                        ended = true;
                        try {
                            beside.join();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                }
            }
            """;

    private BusyPlugin() {}

    /** Two locations, so that the converter is not the connector's neighbour. */
    static Path write(Path folder) throws IOException, URISyntaxException {
        PluginJars jars = new PluginJars(folder);
        jars.location("busy")
                .against(Path.of(Seen.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()))
                .plugin(SourceConnector.class, NAME, CODE)
                .plugin(Driver.class, "own.OwnDriver", DRIVER)
                .plugin(Transformation.class, TRANSFORM, PluginCode.transformation(TRANSFORM, "1.0", "\"!\""))
                .write();
        jars.location("other")
                .against(Path.of(Seen.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()))
                .plugin(
                        Converter.class,
                        CONVERTER,
                        PluginCode.converter(CONVERTER, "io.connectembedded.behaviour.plugin.Seen.note(getClass());"))
                .write();
        return folder;
    }
}
