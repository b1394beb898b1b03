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
package io.connectembedded.behaviour;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Plug-ins with something about them that a validation must tell, or must bear. */
final class Plugins {

    private Plugins() {}

    private static ConfigDef one(String key, ConfigDef.Type type, Object byDefault, ConfigDef.Validator validator) {
        return new ConfigDef().define(key, type, byDefault, validator, ConfigDef.Importance.LOW, "");
    }

    /** Has one option, which it needs. */
    public static class Numbered implements Transformation<SourceRecord> {
        @Override
        public SourceRecord apply(SourceRecord record) {
            return record;
        }

        @Override
        public ConfigDef config() {
            return one(
                    "magic.number",
                    ConfigDef.Type.INT,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(
                            (name, value) -> {
                                if (value != null) {
                                    ConfigDef.Range.atLeast(42).ensureValid(name, value);
                                }
                            },
                            () -> "at least 42"));
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    /** As the transforms of Connect, of which there is one for keys and one for values. */
    public abstract static class Abstract extends Numbered {
        /** The one that can be used. */
        public static final class Concrete extends Abstract {}
    }

    /** Breaks the rule of {@code config}. */
    public static final class NullConfig extends Numbered {
        @Override
        public ConfigDef config() {
            return null;
        }
    }

    /** Throws where it is asked for its options. */
    public static final class FailsInConfig extends Numbered {
        @Override
        public ConfigDef config() {
            throw new IllegalStateException("not today");
        }
    }

    /** Throws where a value is checked. */
    public static final class FailsInValidator extends Numbered {
        @Override
        public ConfigDef config() {
            return one(
                    "odd",
                    ConfigDef.Type.INT,
                    1,
                    ConfigDef.LambdaValidator.with(
                            (name, value) -> {
                                if (Integer.valueOf(2).equals(value)) {
                                    throw new IllegalStateException("not today");
                                }
                            },
                            () -> "odd"));
        }
    }

    /** Calls an option of its own as Connect calls one of all transforms. */
    public static final class OwnPredicate extends Numbered {
        @Override
        public ConfigDef config() {
            return one("predicate", ConfigDef.Type.INT, 1, null);
        }
    }

    /** Holds for all. */
    public static final class Always<R extends ConnectRecord<R>> implements Predicate<R> {
        @Override
        public boolean test(R record) {
            return true;
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    /** Has one option, a number. */
    public static class Picky implements Converter {
        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {}

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            return new byte[0];
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            return SchemaAndValue.NULL;
        }

        @Override
        public ConfigDef config() {
            return one("level", ConfigDef.Type.INT, 1, null);
        }
    }

    /** Throws where it is asked for its options. */
    public static final class PickyFails extends Picky {
        @Override
        public ConfigDef config() {
            throw new IllegalStateException("not today");
        }
    }

    /** Cannot be made. */
    public static final class Unborn extends Picky {
        public Unborn() {
            throw new IllegalStateException("not today");
        }
    }

    /** Has no constructor the runtime could call. */
    public static final class Hidden extends Picky {
        public Hidden(String needed) {
            super();
            assert needed != null;
        }
    }

    /** A connector that is only validated. */
    public abstract static class Mute extends SourceConnector {
        @Override
        public void start(Map<String, String> config) {
            throw new IllegalStateException("only to be validated");
        }

        @Override
        public Class<? extends Task> taskClass() {
            return ScriptSource.ScriptSourceTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of();
        }

        @Override
        public void stop() {}

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }

    /** Breaks the rule of {@code config}. */
    public static final class NullDefinition extends Mute {
        @Override
        public ConfigDef config() {
            return null;
        }
    }

    /** Breaks the rule of {@code validate}. */
    public static final class NullAnswer extends Mute {
        @Override
        public Config validate(Map<String, String> config) {
            return null;
        }
    }

    /** Answers with lists that nobody can add to, and with an error for a key of the runtime. */
    public static final class Unmodifiable extends Mute {
        @Override
        public Config validate(Map<String, String> config) {
            return new Config(
                    List.of(new ConfigValue("tasks.max", 0, List.of(), List.of("I like no number of tasks"))));
        }
    }

    /** Throws where it should answer. */
    public static final class FailsInValidate extends Mute {
        @Override
        public Config validate(Map<String, String> config) {
            throw new IllegalStateException("not today");
        }
    }
}
