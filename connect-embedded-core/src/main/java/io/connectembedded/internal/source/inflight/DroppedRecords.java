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
package io.connectembedded.internal.source.inflight;

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.Stage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records that reach no topic: filtered, given up after a failure, or refused by Kafka and tolerated. Each keeps its
 * place among those in flight until its report is durable, so that offsets advance in order and no dead letter is lost
 * (I1). Task thread.
 */
public final class DroppedRecords {

    private final ErrorHandling<SourceRecord> errors;
    private final SubmittedRecords submitted;
    private final Acknowledgements acknowledgements;
    private final Consumer<SourceRecord> told;

    /** {@code told} hears of each before its offset may be committed, on whatever thread that comes to be so. */
    public DroppedRecords(
            ErrorHandling<SourceRecord> errors,
            SubmittedRecords submitted,
            Acknowledgements acknowledgements,
            Consumer<SourceRecord> told) {
        this.told = told;
        this.errors = errors;
        this.submitted = submitted;
        this.acknowledgements = acknowledgements;
    }

    /** {@code givenUp}: after a failure; else a transformation wanted it so. */
    public void add(SourceRecord record, boolean givenUp) {
        if (givenUp) {
            givenUp(record);
        } else {
            filtered(record);
        }
    }

    private void filtered(SourceRecord record) {
        settled(submitted.drop(record));
    }

    /** One of its steps failed, and the failure is tolerated. */
    private void givenUp(SourceRecord record) {
        settleAfter(errors.reported(), submitted.drop(record));
    }

    /** Tells the task of what was dropped since; all there is to do when no round follows. */
    public void tell() {
        acknowledgements.tellDropped();
    }

    /** Does what was left for this thread since the last call; whether records were refused meanwhile. */
    public boolean settle(Class<?> producer) {
        acknowledgements.tellDropped();
        Acknowledgements.Refused next = acknowledgements.nextRefused();
        boolean any = next != null;
        while (next != null) {
            SubmittedRecord entry = next.entry();
            CompletableFuture<?> reported = errors.failed(Stage.KAFKA_PRODUCE, producer, next.cause(), entry.record());
            submitted.reopen(entry);
            settleAfter(reported, entry);
            next = acknowledgements.nextRefused();
        }
        if (any) {
            errors.endOfBatch();
        }
        return any;
    }

    private void settleAfter(CompletableFuture<?> reported, SubmittedRecord entry) {
        if (reported.isDone() && !reported.isCompletedExceptionally()) {
            settled(entry);
            return;
        }
        var unused = reported.whenComplete((written, failure) -> {
            if (failure == null) {
                told.accept(entry.record());
                acknowledgements.droppedLater(entry.record());
                submitted.settled(entry);
            } else {
                acknowledgements.failed(notReported(entry.record(), failure));
                submitted.unsettled(entry);
            }
        });
    }

    private void settled(SubmittedRecord entry) {
        told.accept(entry.record());
        acknowledgements.dropped(entry.record());
        submitted.settled(entry);
    }

    private static ConnectException notReported(SourceRecord record, Throwable failure) {
        if (failure instanceof ConnectException known) {
            return known;
        }
        return new ConnectException(
                "A failed record for topic " + record.topic() + " could not be reported (" + failure.getMessage()
                        + "); mend the dead letter queue and restart the task, it goes on from its last"
                        + " committed offset",
                failure);
    }
}
