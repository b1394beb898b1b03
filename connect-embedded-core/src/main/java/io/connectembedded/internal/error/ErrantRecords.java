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
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records a sink's plug-in cannot handle (KIP-610). The plug-in may report from threads of its own; the rest is
 * the task thread's.
 */
public final class ErrantRecords implements ErrantRecordReporter {

    private final ErrorHandling<ConsumerRecord<byte[], byte[]>> errors;
    private final Function<SinkRecord, ConsumerRecord<byte[], byte[]>> convertedBack;
    private final PendingReports pending;
    private volatile @Nullable ConnectException refused;

    /** {@code convertedBack} makes what might have been consumed of a record that the plug-in built by itself. */
    public ErrantRecords(
            ErrorHandling<ConsumerRecord<byte[], byte[]>> errors,
            Function<SinkRecord, ConsumerRecord<byte[], byte[]>> convertedBack,
            PendingReports pending) {
        this.errors = errors;
        this.convertedBack = convertedBack;
        this.pending = pending;
    }

    /**
     * To be cancelled as every future: that ends the plug-in's wait, while the record's offset still waits for the report.
     */
    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        Objects.requireNonNull(record, "record");
        ConsumerRecord<byte[], byte[]> original =
                record instanceof InternalSinkRecord put ? put.context().original() : convertedBack.apply(record);
        CompletableFuture<Void> report = reported(original, error);
        CompletableFuture<Void> given = report.copy();
        pending.add(original, report, given);
        return given;
    }

    private CompletableFuture<Void> reported(ConsumerRecord<byte[], byte[]> original, @Nullable Throwable error) {
        Throwable reason = error == null ? new ConnectException("The task gave no reason") : error;
        try {
            return errors.errant(SinkTask.class, reason, original);
        } catch (ConnectException e) {
            // The task may have put it long ago, and report from a thread of its own.
            pending.add(original, CompletableFuture.failedFuture(e));
            refused = e;
            throw e;
        }
    }

    /** After a put: a failure that is not tolerated fails the task, also when the plug-in has caught what it was told. */
    public void throwIfRefused() {
        ConnectException kept = refused;
        if (kept != null) {
            throw kept;
        }
    }
}
