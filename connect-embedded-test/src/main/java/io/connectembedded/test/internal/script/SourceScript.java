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
package io.connectembedded.test.internal.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What a scripted source emits, and its calls. Thread-safe. */
public final class SourceScript {

    private final Calls calls = new Calls(List.of(
            "connector.validate",
            "connector.start",
            "connector.taskConfigs",
            "connector.stop",
            "start",
            "poll",
            "commitRecord",
            "commit",
            "stop"));
    private final EmittedRecords emitted = new EmittedRecords();
    private final Map<String, Long> positions = new HashMap<>(); // guarded by this

    public Calls calls() {
        return calls;
    }

    /** Adds one batch. */
    public void emit(List<SourceRecord> records) {
        emitted.add(records);
    }

    /** Adds one batch of records whose source partition is their topic. */
    public synchronized void emitValues(String topic, List<? extends @Nullable Object> values) {
        emit(values.stream().map(value -> record(topic, value)).toList());
    }

    EmittedRecords emitted() {
        return emitted;
    }

    private SourceRecord record(String topic, @Nullable Object value) {
        long position = Objects.requireNonNull(positions.merge(topic, 1L, Long::sum));
        Schema schema = Values.inferSchema(value);
        return new SourceRecord(Map.of("topic", topic), Map.of("position", position), topic, schema, value);
    }
}
