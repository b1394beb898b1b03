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
package io.connectembedded.behaviour.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;

/** Converters, transformations and predicates that do in each method what their {@link Scene} says. */
final class HostileSteps {

    private HostileSteps() {}

    private static String owner(Map<String, ?> options) {
        return String.valueOf(options.get(Scene.OWNER));
    }

    private static byte[] bytes(Object value) {
        return value == null ? null : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static SchemaAndValue text(byte[] value) {
        return value == null
                ? SchemaAndValue.NULL
                : new SchemaAndValue(Schema.STRING_SCHEMA, new String(value, StandardCharsets.UTF_8));
    }

    /** Strings. */
    public static final class Values implements Converter {

        private String who = "Values";

        @Override
        public void configure(Map<String, ?> options, boolean isKey) {
            who = owner(options);
            Scene.act(who, "converter.configure", options);
        }

        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            return Scene.act(who, "fromConnectData", value, () -> bytes(value));
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            return Scene.act(who, "toConnectData", value, () -> text(value));
        }

        @Override
        public ConfigDef config() {
            return Scene.act(who, "converter.config", this, ConfigDef::new);
        }

        @Override
        public void close() {
            Scene.act(who, "converter.close", this);
        }
    }

    /** Strings. */
    public static final class Headers implements HeaderConverter {

        private String who = "Headers";

        @Override
        public void configure(Map<String, ?> options) {
            who = owner(options);
            Scene.act(who, "headers.configure", options);
        }

        @Override
        public SchemaAndValue toConnectHeader(String topic, String key, byte[] value) {
            return Scene.act(who, "toConnectHeader", value, () -> text(value));
        }

        @Override
        public byte[] fromConnectHeader(String topic, String key, Schema schema, Object value) {
            return Scene.act(who, "fromConnectHeader", value, () -> bytes(value));
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void close() {
            Scene.act(who, "headers.close", this);
        }
    }

    /** Lets everything through. */
    public static final class Transform<R extends ConnectRecord<R>> implements Transformation<R> {

        private String who = "Transform";

        @Override
        public void configure(Map<String, ?> options) {
            who = owner(options);
            Scene.act(who, "transform.configure", options);
        }

        @Override
        public R apply(R record) {
            return Scene.act(who, "apply", record, () -> record);
        }

        @Override
        public ConfigDef config() {
            return Scene.act(who, "transform.config", this, ConfigDef::new);
        }

        @Override
        public void close() {
            Scene.act(who, "transform.close", this);
        }
    }

    /** Holds for everything. */
    public static final class Predicate<R extends ConnectRecord<R>>
            implements org.apache.kafka.connect.transforms.predicates.Predicate<R> {

        private String who = "Predicate";

        @Override
        public void configure(Map<String, ?> options) {
            who = owner(options);
            Scene.act(who, "predicate.configure", options);
        }

        @Override
        public boolean test(R record) {
            Boolean answer = Scene.act(who, "test", record, () -> Boolean.TRUE);
            return answer;
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void close() {
            Scene.act(who, "predicate.close", this);
        }
    }
}
