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

import io.connectembedded.test.internal.kafka.transaction.Transaction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A record that was sent and not answered, and the future of its answer. Who waits for that hears that it cannot come. */
final class InFlight extends CompletableFuture<RecordMetadata> {

    private final ProducerRecord<byte[], byte[]> record;
    private final TopicPartition partition;
    private final @Nullable Callback callback;
    private final long number;
    private @Nullable Transaction transaction;

    /** {@code number} grows from record to record, whichever producer sends it. */
    InFlight(ProducerRecord<byte[], byte[]> record, int partition, @Nullable Callback callback, long number) {
        this.number = number;
        this.record = record;
        this.partition = new TopicPartition(record.topic(), partition);
        this.callback = callback;
    }

    /** It belongs to this one, or to none. */
    void within(@Nullable Transaction begun) {
        transaction = begun;
    }

    @Nullable
    Transaction transaction() {
        return transaction;
    }

    ProducerRecord<byte[], byte[]> record() {
        return record;
    }

    long number() {
        return number;
    }

    TopicPartition partition() {
        return partition;
    }

    void acknowledge(RecordMetadata landed) {
        complete(landed);
        if (callback != null) {
            callback.onCompletion(landed, null);
        }
    }

    void refuse(Exception failure) {
        completeExceptionally(failure);
        if (callback != null) {
            callback.onCompletion(new RecordMetadata(partition, -1, -1, ConsumerRecord.NO_TIMESTAMP, -1, -1), failure);
        }
    }

    @Override
    public RecordMetadata get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            throw new IllegalStateException("The record for " + partition
                    + " is not acknowledged, and a driver's Kafka acknowledges nothing while somebody waits for it");
        }
        return super.get();
    }

    @Override
    public RecordMetadata get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!isDone()) {
            throw new TimeoutException("The record for " + partition + " is not acknowledged");
        }
        return super.get();
    }
}
