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

/** The code of small plug-ins, for {@link PluginJars}. */
public final class PluginCode {

    private PluginCode() {}

    /**
     * A source connector whose one task sends one record with this text, given as a Java expression, and then none; its
     * task is the nested class {@code OneRecord}.
     */
    public static String source(String className, String version, String text) {
        return in(className) + """
                import java.util.List;
                import java.util.Map;
                import org.apache.kafka.common.config.ConfigDef;
                import org.apache.kafka.connect.connector.Task;
                import org.apache.kafka.connect.data.Schema;
                import org.apache.kafka.connect.source.SourceConnector;
                import org.apache.kafka.connect.source.SourceRecord;
                import org.apache.kafka.connect.source.SourceTask;

                public class %s extends SourceConnector {
                    @Override public String version() { return "%s"; }
                    @Override public void start(Map<String, String> props) {}
                    @Override public void stop() {}
                    @Override public Class<? extends Task> taskClass() { return OneRecord.class; }
                    @Override public List<Map<String, String>> taskConfigs(int max) { return List.of(Map.of()); }
                    @Override public ConfigDef config() {
                        return new ConfigDef().define("of.%s", ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "");
                    }

                    public static class OneRecord extends SourceTask {
                        private boolean sent;
                        @Override public String version() { return "%s"; }
                        @Override public void start(Map<String, String> props) {}
                        @Override public void stop() {}
                        @Override public List<SourceRecord> poll() {
                            if (sent) {
                                return null;
                            }
                            sent = true;
                            return List.of(new SourceRecord(Map.of(), Map.of("at", 1), "texts",
                                    Schema.STRING_SCHEMA, %s));
                        }
                    }
                }
                """.formatted(simple(className), version, version, version, text);
    }

    /** A transformation that puts this text, a Java expression, behind the value; it tells this version. */
    public static String transformation(String className, String version, String text) {
        return in(className) + """
                import java.util.Map;
                import org.apache.kafka.common.config.ConfigDef;
                import org.apache.kafka.connect.components.Versioned;
                import org.apache.kafka.connect.connector.ConnectRecord;
                import org.apache.kafka.connect.transforms.Transformation;

                public class %s<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
                    @Override public String version() { return "%s"; }
                    @Override public R apply(R r) {
                        return r.newRecord(r.topic(), r.kafkaPartition(), r.keySchema(), r.key(), r.valueSchema(),
                                r.value() + %s, r.timestamp());
                    }
                    @Override public ConfigDef config() { return new ConfigDef(); }
                    @Override public void configure(Map<String, ?> configs) {}
                    @Override public void close() {}
                }
                """.formatted(simple(className), version, text);
    }

    /** A converter of nothing, whose constructor runs this statement. */
    public static String converter(String className, String statement) {
        return in(className) + """
                import java.util.Map;
                import org.apache.kafka.connect.data.Schema;
                import org.apache.kafka.connect.data.SchemaAndValue;
                import org.apache.kafka.connect.storage.Converter;

                public class %s implements Converter {
                    public %s() { %s }
                    @Override public void configure(Map<String, ?> configs, boolean isKey) {}
                    @Override public byte[] fromConnectData(String topic, Schema schema, Object value) {
                        return new byte[0];
                    }
                    @Override public SchemaAndValue toConnectData(String topic, byte[] value) {
                        return SchemaAndValue.NULL;
                    }
                }
                """.formatted(simple(className), simple(className), statement);
    }

    /** A class with one constant, {@code NAME}. */
    public static String library(String className, String name) {
        return in(className) + """
                public final class %s {
                    public static String name() { return "%s"; }
                }
                """.formatted(simple(className), name);
    }

    private static String in(String className) {
        return "package " + className.substring(0, className.lastIndexOf('.')) + ";\n";
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
