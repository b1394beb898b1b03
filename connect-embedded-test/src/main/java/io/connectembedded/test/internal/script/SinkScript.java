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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;

/** What a recording sink received, and its calls. Thread-safe. */
public final class SinkScript {

    private final Calls calls = new Calls(List.of(
            "connector.validate",
            "connector.start",
            "connector.taskConfigs",
            "connector.stop",
            "start",
            "open",
            "put",
            "preCommit",
            "flush",
            "close",
            "stop"));
    private final GrowingList<SinkRecord> records = new GrowingList<>();

    public Calls calls() {
        return calls;
    }

    public List<SinkRecord> records() {
        return records.copy();
    }

    /** Waits for at least so many records and returns all. */
    public List<SinkRecord> await(int count, Duration limit) {
        List<SinkRecord> came = records.await(all -> all.size() >= count, limit);
        if (came.size() < count) {
            throw new AssertionError("Expected at least " + count + " records within " + limit + ", but " + came.size()
                    + " came: " + came.stream().map(SinkScript::shown).toList() + "; all calls so far: "
                    + calls.made());
        }
        return came;
    }

    void received(Collection<SinkRecord> batch) {
        records.add(batch);
    }

    private static String shown(SinkRecord record) {
        return record.topic() + "-" + record.kafkaPartition() + "@" + record.kafkaOffset() + "=" + record.value();
    }
}
