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
package io.connectembedded.internal.error;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Takes the records a sink's plug-in cannot handle (KIP-610). Any thread: plug-ins report from threads of their own. */
public final class ErrantRecords implements ErrantRecordReporter {

    private final ErrorHandling<ConsumerRecord<byte[], byte[]>> errors;
    private final Function<SinkRecord, ConsumerRecord<byte[], byte[]>> convertedBack;

    /** {@code convertedBack} makes what might have been consumed of a record that the plug-in built by itself. */
    public ErrantRecords(
            ErrorHandling<ConsumerRecord<byte[], byte[]>> errors,
            Function<SinkRecord, ConsumerRecord<byte[], byte[]>> convertedBack) {
        this.errors = errors;
        this.convertedBack = convertedBack;
    }

    /**
     * Done when the report is durable. May be cancelled as every future; what is on its way to Kafka may arrive all the
     * same.
     *
     * @throws ConnectException when the failure is not tolerated
     */
    @Override
    public CompletableFuture<@Nullable Void> report(SinkRecord record, @Nullable Throwable error) {
        Objects.requireNonNull(record, "record");
        Throwable reason = error == null ? new ConnectException("The task gave no reason") : error;
        ConsumerRecord<byte[], byte[]> original =
                record instanceof Consumed consumed ? consumed.original() : convertedBack.apply(record);
        return errors.errant(SinkTask.class, reason, original);
    }
}
