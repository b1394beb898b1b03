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
package io.connectembedded.internal.sink;

import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.error.ErrantRecords;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.error.PendingReports;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.PluginMeters;
import io.connectembedded.internal.metrics.SinkMeters;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.sink.position.SavedPositions;
import io.connectembedded.internal.sink.position.StorePositions;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * What the assembly gives a sink task. The consumer is made on the task thread, so that one that cannot be made fails
 * its task alone.
 */
public record SinkTaskParts(
        TaskId id,
        Plugin plugin,
        Topics topics,
        Steps steps,
        Kafka kafka,
        TaskGate gate,
        SinkMeters meters,
        Commits commits,
        CommitListener listener,
        Time time) {

    /** The consumer, and what it is told when Kafka refuses it. */
    public record Kafka(Supplier<Consumer<byte[], byte[]>> consumer, Refusing refusing) {}

    /** The connector's task, and what it is given of its own; its config is asked anew each time, and may fail. */
    public record Plugin(SinkTask task, Supplier<Map<String, String>> config, PluginMeters meters, Failures failures) {}

    /** What to subscribe to: names, or a regular expression. */
    public record Topics(List<String> names, String regex) {}

    /**
     * How often offsets are committed, how long a commit may take, and where to; {@code storage} is null when that is the
     * consumer group. {@code kept} is given the positions that are kept there.
     */
    public record Commits(
            Duration interval,
            Duration limit,
            SavedPositions saved,
            @Nullable OffsetStorage storage,
            java.util.function.Consumer<StorePositions> kept) {

        /** To the consumer group. */
        public Commits(Duration interval, Duration limit) {
            this(interval, limit, new SavedPositions("", null), null, positions -> {});
        }
    }

    /**
     * What is done to a record on its way, and who is told of it; {@code dropped} hears of records that are not put: a
     * transformation dropped them, or they were given up.
     */
    public record Steps(
            TaskConverters converters,
            TransformationChain<SinkRecord> transforms,
            ErrorHandling<ConsumerRecord<byte[], byte[]>> errors,
            Reports reports,
            PutPolicy putPolicy,
            java.util.function.Consumer<String> activeTopics,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> dropped) {}

    /** Reports on their way, and what the task reports to, if anybody is told of what it reports. */
    public record Reports(PendingReports pending, @Nullable ErrantRecords errant) {

        /** After a put and before a commit: a report that was refused or not written fails the task (I4). */
        void throwIfFailed() {
            if (errant != null) {
                errant.throwIfRefused();
            }
            pending.throwIfFailed();
        }
    }

    /**
     * What is done about a put that fails.
     *
     * @param retryTimeoutMs how long a batch is put again that the task asks for again; negative without end
     * @param bisect whether a batch is put in pieces to find the records at fault
     */
    public record PutPolicy(long retryTimeoutMs, boolean bisect) {}

    /** Told of every commit of consumer offsets that wrote something or failed; on the task thread. */
    @FunctionalInterface
    public interface CommitListener {
        void committed(int partitions, Duration took, @Nullable Throwable failure);
    }
}
