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

/**
 * Longs as eight bytes, big-endian; what is read has an optional {@code INT64} schema. Thread-safe after
 * {@code configure}. Not final, as in Connect, where other converters may extend it.
 */
public class LongConverter extends SerdeConverter<Long> {

    /** Needs no settings. */
    public LongConverter() {
        super(Long.class, Schema.OPTIONAL_INT64_SCHEMA, Serdes.Long());
    }
}
