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
import io.connectembedded.internal.config.TransactionRules;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.engine.fencing.ZombieFencing;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.source.AtLeastOnce;
import io.connectembedded.internal.source.Delivery;
import io.connectembedded.internal.source.SourceTaskParts;
import io.connectembedded.internal.source.exactlyonce.ExactlyOnce;
import io.connectembedded.internal.source.exactlyonce.ExactlyOnceDelivery;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.connect.errors.ConnectException;

/** Chooses the way of a source's records: at least once, or exactly once with a producer that has transactions. */
record DeliveryChoice(WorkerConfig config, ClientSettings settings, ZombieFencing fencing) {

    /** Of the producer. */
    Map<String, Object> producer(TaskPlan plan, TaskId id) {
        TransactionRules rules = plan.config().exactlyOnce(config);
        return rules == null ? settings.producer(plan.config(), id) : settings.transactional(plan.config(), id, rules);
    }

    Delivery of(TaskPlan plan, SourceTaskParts parts, TaskMeters meters) {
        TransactionRules rules = plan.config().exactlyOnce(config);
        return rules == null
                ? new AtLeastOnce(parts, meters)
                : new ExactlyOnceDelivery(parts, meters, exactlyOnce(plan, parts, rules));
    }

    private ExactlyOnce exactlyOnce(TaskPlan plan, SourceTaskParts parts, TransactionRules rules) {
        String topic = parts.storage()
                .transactionTopic()
                .orElseThrow(() -> new ConnectException("Task " + parts.id()
                        + " is to write exactly once, but its offsets are not kept in Kafka, where its transactions are; give the"
                        + " worker or the connector OffsetStore.kafka(...)"));
        return new ExactlyOnce(
                rules.boundary(),
                rules.interval(),
                topic,
                settings.transactionalId(parts.id()),
                timeout(producer(plan, parts.id())),
                () -> fencing.fence(plan, parts.gate()),
                () -> fencing.confirm(plan, parts.gate()));
    }

    /** One that is no number the client refuses, with its own words. */
    private static Duration timeout(Map<String, Object> producer) {
        String ms = String.valueOf(producer.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))
                .trim();
        return Duration.ofMillis(ms.matches("\\d{1,18}") ? Long.parseLong(ms) : 0);
    }
}
