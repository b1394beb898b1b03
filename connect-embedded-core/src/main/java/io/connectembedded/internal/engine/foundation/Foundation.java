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
package io.connectembedded.internal.engine.foundation;

import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** What a worker stands on: clients, clock and threads; {@link RealFoundation}, or that of a worker moved by hand. */
public interface Foundation {

    Clients clients();

    Time time();

    /** Numbers from 0 to 1, to spread what would happen all at once. */
    DoubleSupplier random();

    /** Who does the work of one run. */
    Execution execution(String worker, @Nullable ThreadFactory threads, ClassLoader loader);

    /** Who else is told of metrics. */
    List<MetricsReporter> reporters();

    /** The names a worker of this name goes by. */
    WorkerNames names(String worker);

    /** The plug-in, or somebody who looks on and passes every call on to it. */
    SourceTask watched(TaskId id, SourceTask task);

    /** As for a source. */
    SinkTask watched(TaskId id, SinkTask task);

    /** Somebody who looks on hears that this record is never put: a transformation dropped it, or it was given up. */
    void dropped(TaskId sinkTask, ConsumerRecord<byte[], byte[]> record);

    /** As for a sink: this record reaches no topic, and its offset may be committed. */
    void dropped(TaskId sourceTask, SourceRecord record);

    /** Somebody who looks on hears of each instance of a connector, before anything is asked of it. */
    void connectorMade(String name, Connector connector);

    /** As for a task. */
    OffsetStore watched(OffsetStore store);

    /** With the worker. */
    void close();
}
