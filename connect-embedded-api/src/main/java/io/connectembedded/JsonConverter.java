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
package io.connectembedded;

import io.connectembedded.spi.RuntimeServices;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * Connect data as JSON, in the formats of Connect's own {@code JsonConverter} and under its options. Use it as an
 * object ({@link #schemaless()}, {@link #withSchemas()}) or by class name in a configuration. Thread-safe once
 * configured.
 */
public final class JsonConverter implements Converter, HeaderConverter {
    private static final String SCHEMAS_ENABLE = "schemas.enable";
    private static final String UNKNOWN_VERSION = "undefined";

    private final Engine engine;

    /**
     * A converter still to be configured; {@code schemas.enable} is true unless configured otherwise. Meant for the
     * runtime, which creates one per task from a class name.
     *
     * @throws IllegalStateException when {@code connect-embedded-core} is not on the class path
     */
    public JsonConverter() {
        engine = RuntimeServices.load(Engine.class);
    }

    /** A converter for plain JSON: {@code schemas.enable=false}. */
    public static JsonConverter schemaless() {
        return configured(false);
    }

    /** A converter for JSON in an envelope with its schema: {@code schemas.enable=true}. */
    public static JsonConverter withSchemas() {
        return configured(true);
    }

    private static JsonConverter configured(boolean schemas) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of(SCHEMAS_ENABLE, schemas), false);
        return converter;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        engine.configure(Objects.requireNonNull(configs, "configs"), isKey);
    }

    /** Configures it as a header converter. */
    @Override
    public void configure(Map<String, ?> configs) {
        configure(configs, false);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return engine.fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        return engine.toConnectData(topic, value);
    }

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        return engine.fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
        return engine.toConnectData(topic, value);
    }

    /** The options this converter knows. */
    @Override
    public ConfigDef config() {
        return engine.config();
    }

    /** The version of this library; {@code undefined} when its jar does not say. */
    @Override
    public String version() {
        String version = JsonConverter.class.getPackage().getImplementationVersion();
        return version == null ? UNKNOWN_VERSION : version;
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Does the work. Not for users: implemented by {@code connect-embedded-core}. */
    public interface Engine {
        /**
         * Sets the options; called at most once, and before any conversion.
         *
         * @param configs the converter's options without a prefix
         * @param isKey whether it converts record keys
         */
        void configure(Map<String, ?> configs, boolean isKey);

        /** See {@link Converter#fromConnectData(String, Schema, Object)}. */
        byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value);

        /** See {@link Converter#toConnectData(String, byte[])}. */
        SchemaAndValue toConnectData(String topic, byte @Nullable [] value);

        /** The options it knows. */
        ConfigDef config();

        /** Lets go of what it holds. */
        void close();
    }
}
