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
package io.connectembedded.internal.metrics;

import io.connectembedded.metrics.MetricsSnapshot;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;

/** Values by Connect's names, taken at one moment. */
record Snapshot(Instant takenAt, Map<String, Object> values) implements MetricsSnapshot {

    Snapshot {
        values = Collections.unmodifiableMap(values);
    }

    @Override
    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    @Override
    public Map<String, Object> asMap() {
        return values;
    }

    double rate(String name) {
        return number(name).orElse(0);
    }

    long total(String name) {
        return (long) number(name).orElse(0);
    }
}
