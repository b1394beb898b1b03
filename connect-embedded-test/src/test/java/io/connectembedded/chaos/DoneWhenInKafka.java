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
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;

/** Sound: tells the queue at a commit what is done of all that Kafka has. */
public final class DoneWhenInKafka extends MessageTask {

    private final List<Integer> inKafka = new ArrayList<>();

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        inKafka.add(numberOf(record));
    }

    @Override
    public void commit() {
        inKafka.forEach(queue::done);
        inKafka.clear();
    }
}
