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
package org.apache.kafka.connect.converters;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/** One primitive type, written and read with Kafka's own serde; null stays null, and the schema read is optional. */
abstract class SerdeConverter<T> implements Converter, HeaderConverter {

    private final Class<T> type;
    private final Schema schema;
    private final Serde<T> serde;

    SerdeConverter(Class<T> type, Schema schema, Serde<T> serde) {
        this.type = type;
        this.schema = schema;
        this.serde = serde;
    }

    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public ConfigDef config() {
        return ConverterConfig.newConfigDef();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        Map<String, Object> parsed = config().parse(configs);
        serde.configure(configs, ConverterType.KEY.getName().equals(parsed.get(ConverterConfig.TYPE_CONFIG)));
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Map<String, Object> typed = new HashMap<>(configs);
        ConverterType kind = isKey ? ConverterType.KEY : ConverterType.VALUE;
        typed.put(ConverterConfig.TYPE_CONFIG, kind.getName());
        configure(typed);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value != null && !type.isInstance(value)) {
            throw new DataException(name() + " writes " + type.getSimpleName() + " only, but got "
                    + value.getClass().getName() + " for topic " + topic);
        }
        try {
            return serde.serializer().serialize(topic, type.cast(value));
        } catch (SerializationException e) {
            throw new DataException(name() + " could not write a value for topic " + topic, e);
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        try {
            return new SchemaAndValue(schema, serde.deserializer().deserialize(topic, value));
        } catch (SerializationException e) {
            throw new DataException(
                    name() + " could not read " + sizeOf(value) + " bytes of topic " + topic + " as "
                            + type.getSimpleName(),
                    e);
        }
    }

    @Override
    public byte @Nullable [] fromConnectHeader(
            String topic, String headerKey, @Nullable Schema schema, @Nullable Object value) {
        return fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectHeader(String topic, String headerKey, byte @Nullable [] value) {
        return toConnectData(topic, value);
    }

    @Override
    public void close() {
        serde.close();
    }

    final String name() {
        return getClass().getSimpleName();
    }

    private static int sizeOf(byte @Nullable [] value) {
        return value == null ? 0 : value.length;
    }
}
