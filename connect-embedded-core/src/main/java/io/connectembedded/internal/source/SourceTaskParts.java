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
package io.connectembedded.internal.source;

import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.metrics.PluginMeters;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.status.TaskId;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * What the assembly gives a source task. The producer is made on the task thread, so that one that cannot be made fails
 * its task alone.
 */
public record SourceTaskParts(
        TaskId id,
        Plugin plugin,
        Steps steps,
        Kafka kafka,
        TaskGate gate,
        ConnectMetrics metrics,
        OffsetStorage storage,
        PeriodicCommits commits,
        CommitListener listener,
        Time time) {

    /** The producer, and what it is told when Kafka refuses it. */
    public record Kafka(Supplier<Producer<byte[], byte[]>> producer, Refusing refusing) {}

    /** The connector's task, and what it is given of its own; its config is asked anew each time, and may fail. */
    public record Plugin(
            SourceTask task,
            Class<?> taskClass,
            Supplier<Map<String, String>> config,
            ConnectorOffsetReader offsetReader,
            PluginMeters meters,
            Failures failures,
            Interrupts interrupts) {}

    /** What is done to a record on its way, and who is told of it. */
    public record Steps(
            TransformationChain<SourceRecord> transforms,
            TaskConverters converters,
            ErrorHandling<SourceRecord> errors,
            TopicCreation topics,
            Consumer<String> activeTopics,
            InFlightLimit limit,
            Consumer<SourceRecord> dropped) {}
}
