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

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Booleans as one byte; what is read has an optional {@code BOOLEAN} schema (KIP-907). Thread-safe after
 * {@code configure}. Not final, as in Connect, where other converters may extend it.
 */
public class BooleanConverter extends SerdeConverter<Boolean> {

    /** Needs no settings. */
    public BooleanConverter() {
        super(Boolean.class, Schema.OPTIONAL_BOOLEAN_SCHEMA, Serdes.Boolean());
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (schema != null && schema.type() != Schema.Type.BOOLEAN) {
            throw new DataException(
                    name() + " writes schema type BOOLEAN only, but got " + schema.type() + " for topic " + topic);
        }
        return super.fromConnectData(topic, schema, value);
    }
}
