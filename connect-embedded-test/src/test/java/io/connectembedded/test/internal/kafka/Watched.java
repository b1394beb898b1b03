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
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Writes down what it hears. */
record Watched(List<String> log) implements KafkaWatch {

    @Override
    public void appended(ConsumerRecord<byte[], byte[]> record) {
        log.add("appended " + record.topic() + "-" + record.partition() + "@" + record.offset() + " at "
                + record.timestamp());
    }

    @Override
    public void ended(Transaction transaction) {
        log.add(transaction.task()
                + (transaction.isCommitted() ? " commits " : " aborts ")
                + transaction.records().size());
    }

    @Override
    public void committed(TaskId task, Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> log.add(task + " committed " + partition + "@" + offset.offset()));
    }

    @Override
    public void subscribed(TaskId task, Predicate<String> topics) {
        log.add(task + " reads t: " + topics.test("t"));
    }

    @Override
    public void positioned(TaskId task, TopicPartition partition, long offset) {
        log.add(task + " begins in " + partition + "@" + offset);
    }
}
