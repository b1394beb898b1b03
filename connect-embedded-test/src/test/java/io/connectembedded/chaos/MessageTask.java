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
package io.connectembedded.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Receives from a queue, which keeps a message until it hears that it is done; when, is for each source to say. */
abstract class MessageTask extends SourceTask {

    private static final Map<String, String> QUEUE = Map.of("queue", "orders");

    World queue;
    private int last = -1;

    @Override
    public final void start(Map<String, String> config) {
        queue = World.of(config);
    }

    @Override
    public final List<SourceRecord> poll() {
        List<SourceRecord> records = new ArrayList<>();
        for (int number : queue.receive(last, 3)) {
            records.add(record(number));
            received(number);
            last = number;
        }
        return records;
    }

    private SourceRecord record(int number) {
        Map<String, Integer> offset = Map.of("message", number);
        return new SourceRecord(
                QUEUE, offset, "out", number % 2, null, null, Schema.STRING_SCHEMA, queue.message(number));
    }

    static int numberOf(SourceRecord record) {
        return ((Number) record.sourceOffset().get("message")).intValue();
    }

    void received(int number) {
        // For those who care.
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    @Override
    public String version() {
        return "1";
    }
}
