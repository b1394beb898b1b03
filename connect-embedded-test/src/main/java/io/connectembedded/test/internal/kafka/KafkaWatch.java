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
package io.connectembedded.test.internal.kafka;

import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.kafka.transaction.Transaction;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Hears of what became durable and what consumers are about to read, at the moment it is so, within the call that made it
 * so.
 */
public interface KafkaWatch {

    /**
     * A record is on its topic, whoever sent it; its producer hears of the acknowledgement after this. One of a
     * transaction is when that is committed, and its producer has heard of the acknowledgement before.
     */
    void appended(ConsumerRecord<byte[], byte[]> record);

    /** A transaction is committed or aborted; its records, if committed, were told before this. */
    void ended(Transaction transaction);

    /** A task's group has stored these offsets. */
    void committed(TaskId task, Map<TopicPartition, OffsetAndMetadata> offsets);

    /** A task's consumer reads these topics from now on, and no others. */
    void subscribed(TaskId task, Predicate<String> topics);

    /** A task's consumer begins here, by what its group has committed or else by {@code auto.offset.reset}. */
    void positioned(TaskId task, TopicPartition partition, long offset);
}
