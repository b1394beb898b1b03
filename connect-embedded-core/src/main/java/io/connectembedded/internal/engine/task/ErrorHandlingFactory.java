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
package io.connectembedded.internal.engine.task;

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.LateRefusals;
import io.connectembedded.internal.config.ErrorSettings;
import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.error.DeadLetterQueue;
import io.connectembedded.internal.error.ErrantRecords;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.FailedRecords;
import io.connectembedded.internal.error.Letters;
import io.connectembedded.internal.error.LogReporter;
import io.connectembedded.internal.error.PendingReports;
import io.connectembedded.internal.error.Reports;
import io.connectembedded.internal.error.Retries;
import io.connectembedded.internal.error.Tolerance;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.ErrorMeters;
import io.connectembedded.internal.sink.SinkTaskParts;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.status.TaskId;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes the error handling of a task from its connector's {@code errors.*}. */
public final class ErrorHandlingFactory {

    private final Clients clients;
    private final ClientSettings settings;
    private final Events events;
    private final Time time;

    public ErrorHandlingFactory(Clients clients, ClientSettings settings, Events events, Time time) {
        this.clients = clients;
        this.settings = settings;
        this.events = events;
        this.time = time;
    }

    /** {@code made} are the task's converters: a dead letter is the record as they write it. */
    ErrorHandling<SourceRecord> forSource(TaskPlan plan, TaskId id, TaskGate gate, TaskConverters made) {
        return create(plan, id, gate, new SourceLetters(id.connector(), new LetterBytes(made)));
    }

    ErrorHandling<ConsumerRecord<byte[], byte[]>> forSink(TaskPlan plan, TaskId id, TaskGate gate) {
        return create(plan, id, gate, new SinkLetters());
    }

    /** What a sink's plug-in reports to, and what is not written yet. */
    SinkTaskParts.Reports reports(
            ErrorHandling<ConsumerRecord<byte[], byte[]>> errors, TaskConverters made, boolean always) {
        PendingReports pending = new PendingReports();
        // As in Connect, there is none when nobody would be told; a function of the host has one all the same.
        return new SinkTaskParts.Reports(
                pending,
                errors.hasReports() || always
                        ? new ErrantRecords(errors, new ConvertedBack(new LetterBytes(made)), pending)
                        : null);
    }

    private <T> ErrorHandling<T> create(TaskPlan plan, TaskId id, TaskGate gate, Letters<T> letters) {
        ErrorSettings wanted = plan.config().errors();
        ErrorMeters meters = new ErrorMeters(time);
        Failures failures = new Failures(time, plan.connector().secrets()::redact);
        LogReporter log = wanted.logEnabled()
                ? new LogReporter(id, wanted.logMessages(), plan.connector().secrets()::redact, meters)
                : null;
        return new ErrorHandling<>(
                new Tolerance(id, wanted.toleratesAll()),
                new Retries(
                        wanted.retryTimeout(),
                        wanted.longestRetryDelay(),
                        gate,
                        time,
                        bound -> ThreadLocalRandom.current().nextLong(bound)),
                new Reports<>(log, deadLetters(plan, id, gate, letters, meters)),
                new FailedRecords((count, first) -> events.tell(
                        new ConnectEvent.RecordsFailed(events.now(), id, count, wanted.hasDeadLetters(), first))),
                failures,
                meters);
    }

    private <T> @Nullable DeadLetterQueue<T> deadLetters(
            TaskPlan plan, TaskId id, TaskGate gate, Letters<T> letters, ErrorMeters meters) {
        ErrorSettings wanted = plan.config().errors();
        if (!wanted.hasDeadLetters()) {
            return null;
        }
        LateRefusals refusals = new LateRefusals("task " + id);
        Asked asked = Asked.write(wanted.dlqTopic());
        Failures failures =
                new Failures(time, plan.connector().secrets()::redact).telling(thrown -> refusals.told(thrown, asked));
        DeadLetterClients opening = new DeadLetterClients(
                id,
                wanted.deadLetters(),
                () -> clients.topics(id, settings.deadLetterAdmin(plan.config(), id)),
                () -> clients.producer(id, refusals.of(settings.deadLetters(plan.config(), id))),
                gate,
                failures);
        return new DeadLetterQueue<>(
                new DeadLetterQueue.Address(id, wanted.dlqTopic(), wanted.dlqHeaders()),
                letters,
                opening::open,
                failures,
                meters);
    }
}
