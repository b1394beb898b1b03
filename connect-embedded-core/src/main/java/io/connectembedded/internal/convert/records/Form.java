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
package io.connectembedded.internal.convert.records;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** One Java type as Connect data. Stateless once built; never sees a null, which is a {@link Part}'s matter. */
interface Form {
    /** A new builder of its schema, required so far. */
    SchemaBuilder schema();

    /**
     * @param schema built from {@link #schema()}, optional or not; a struct must have this very object
     * @throws Misfit when Connect cannot hold the value
     */
    Object toConnect(Object value, Schema schema);

    /** @throws Misfit when the value is none of this type */
    Object fromConnect(Object value);
}
