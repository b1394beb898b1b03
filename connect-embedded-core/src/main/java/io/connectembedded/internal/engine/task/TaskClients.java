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

import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.clients.refusal.LateRefusals;
import io.connectembedded.internal.engine.contact.TaskContact;
import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.engine.goal.SinkWatch;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.sink.SinkTaskParts;
import io.connectembedded.internal.source.SourceTaskParts;
import io.connectembedded.status.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The Kafka clients of one task, each made when the task starts. Task thread. */
record TaskClients(Clients clients, ClientSettings settings, DeliveryChoice choice) {

    SourceTaskParts.Kafka ofSource(TaskPlan plan, TaskId id, ErrorHandling<?> errors, TaskContact contact) {
        LateRefusals refusals = new LateRefusals("task " + id);
        return new SourceTaskParts.Kafka(
                () -> {
                    errors.open();
                    return producer(plan, id, contact, refusals);
                },
                refusals);
    }

    SinkTaskParts.Kafka ofSink(
            TaskPlan plan, TaskId id, ErrorHandling<?> errors, TaskContact contact, @Nullable SinkWatch watch) {
        LateRefusals refusals = new LateRefusals("task " + id);
        return new SinkTaskParts.Kafka(
                () -> {
                    errors.open();
                    Consumer<byte[], byte[]> consumer = consumer(plan, id, contact, refusals);
                    return watch == null ? consumer : watch.over(consumer);
                },
                refusals);
    }

    private Producer<byte[], byte[]> producer(TaskPlan plan, TaskId id, TaskContact contact, LateRefusals refusals) {
        Map<String, Object> of = refusals.of(choice.producer(plan, id));
        return contact.over(clients.producer(id, of), shown(plan, of));
    }

    private Consumer<byte[], byte[]> consumer(TaskPlan plan, TaskId id, TaskContact contact, LateRefusals refusals) {
        Map<String, Object> of = refusals.of(settings.consumer(plan.config(), id));
        return contact.over(clients.consumer(id, of), shown(plan, of));
    }

    /** What log lines may tell: an address may come from a config provider. */
    private static Map<String, Object> shown(TaskPlan plan, Map<String, Object> settings) {
        Map<String, Object> shown = new LinkedHashMap<>(settings);
        shown.replaceAll((key, value) -> plan.connector().secrets().redact(String.valueOf(value)));
        return shown;
    }
}
