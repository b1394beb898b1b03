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

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Broken: delivers whole batches only, commits what waits for its batch, and forgets it at close. */
public final class ForgetsAtClose extends DestinationTask {

    @Override
    public void put(Collection<SinkRecord> records) {
        super.put(records);
        if (buffer.size() >= 5) {
            deliver();
            buffer.clear();
        }
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // The batch is not full.
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        forget(partitions);
    }
}
