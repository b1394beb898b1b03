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
package io.connectembedded.internal.convert;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;
import org.jspecify.annotations.Nullable;

/** The converter's options under the names, defaults and meaning of Connect's own JSON converter. */
record JsonSettings(
        boolean schemas,
        int cacheSize,
        boolean numericDecimals,
        boolean nullBecomesDefault,
        @Nullable String schemaContent) {

    private static final String SCHEMAS = "schemas.enable";
    private static final String CACHE_SIZE = "schemas.cache.size";
    private static final String CONTENT = "schema.content";
    private static final String DECIMALS = "decimal.format";
    private static final String NULLS = "replace.null.with.default";

    /** Parsed without {@code AbstractConfig}, which would log every value. */
    static JsonSettings of(Map<String, ?> configs, boolean isKey) {
        Map<String, Object> typed = new HashMap<>(configs);
        typed.putIfAbsent(ConverterConfig.TYPE_CONFIG, (isKey ? ConverterType.KEY : ConverterType.VALUE).getName());
        Map<String, Object> parsed = definition().parse(typed);
        String content = (String) parsed.get(CONTENT);
        return new JsonSettings(
                set(parsed, SCHEMAS, Boolean.class),
                set(parsed, CACHE_SIZE, Integer.class),
                "NUMERIC".equals(set(parsed, DECIMALS, String.class).toUpperCase(Locale.ROOT)),
                set(parsed, NULLS, Boolean.class),
                content == null || content.isEmpty() ? null : content);
    }

    private static <T> T set(Map<String, Object> parsed, String key, Class<T> type) {
        return type.cast(Objects.requireNonNull(parsed.get(key), key));
    }

    static ConfigDef definition() {
        ConfigDef definition = ConverterConfig.newConfigDef();
        defineSchemas(definition, "Schemas");
        defineValues(definition, "Serialization");
        return definition;
    }

    private static void defineSchemas(ConfigDef definition, String group) {
        definition.define(
                SCHEMAS,
                Type.BOOLEAN,
                true,
                Importance.HIGH,
                "Whether each key and value carries its schema in an envelope of \"schema\" and \"payload\".",
                group,
                0,
                Width.MEDIUM,
                "Enable Schemas");
        definition.define(
                CACHE_SIZE,
                Type.INT,
                1000,
                Importance.HIGH,
                "How many schemas the converter remembers in each direction.",
                group,
                1,
                Width.MEDIUM,
                "Schema Cache Size");
        definition.define(
                CONTENT,
                Type.STRING,
                null,
                Importance.HIGH,
                "A schema in JSON that all messages read have; they then hold the payload alone. Needs schemas.enable.",
                group,
                2,
                Width.MEDIUM,
                "Schema Content");
    }

    private static void defineValues(ConfigDef definition, String group) {
        definition.define(
                DECIMALS,
                Type.STRING,
                "BASE64",
                ConfigDef.CaseInsensitiveValidString.in("BASE64", "NUMERIC"),
                Importance.LOW,
                "How Decimal values are written: BASE64 of their unscaled bytes, or NUMERIC as JSON numbers.",
                group,
                0,
                Width.MEDIUM,
                "Decimal Format");
        definition.define(
                NULLS,
                Type.BOOLEAN,
                true,
                Importance.LOW,
                "Whether a null in a field with a default value is replaced by that default.",
                group,
                1,
                Width.MEDIUM,
                "Replace null with default");
    }
}
