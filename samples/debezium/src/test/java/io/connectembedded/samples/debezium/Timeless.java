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
package io.connectembedded.samples.debezium;

import io.debezium.processors.spi.PostProcessor;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * Takes out when Debezium has seen a change: read twice, a change is one record to the driver's report only if it is the
 * same each time.
 */
public final class Timeless implements PostProcessor {

    @Override
    public void configure(Map<String, ?> properties) {
        // Nothing to choose.
    }

    @Override
    public void apply(Object key, Struct value) {
        for (Field field : value.schema().fields()) {
            if (field.name().startsWith("ts_")) {
                value.put(field, null);
            }
        }
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
