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
package io.connectembedded.behaviour.exactlyonce;

import io.connectembedded.internal.clients.ClientPreload;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.engine.foundation.Foundation;
import io.connectembedded.internal.engine.foundation.RealFoundation;
import io.connectembedded.internal.engine.foundation.WorkerNames;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import java.lang.reflect.Proxy;
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

/** A worker as in a JVM of its own, where nobody else has its name. */
record Twin(RealFoundation real, Clients clients) implements Foundation {

    static Twin of(String name) {
        RealFoundation real =
                new RealFoundation(new ClientPreload(new WorkerThreads(name, null, Twin.class.getClassLoader())));
        return new Twin(real, real.clients());
    }

    /** Where this happens just before earlier tasks are fenced off. */
    Twin beforeFencing(Runnable happens) {
        Clients watched = (Clients) Proxy.newProxyInstance(
                Twin.class.getClassLoader(), new Class<?>[] {Clients.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("fencing")) {
                        happens.run();
                    }
                    return method.invoke(clients, arguments);
                });
        return new Twin(real, watched);
    }

    @Override
    public WorkerNames names(String worker) {
        return WorkerNames.unregistered(worker);
    }

    @Override
    public List<MetricsReporter> reporters() {
        return List.of();
    }

    @Override
    public Time time() {
        return real.time();
    }

    @Override
    public DoubleSupplier random() {
        return real.random();
    }

    @Override
    public Execution execution(String worker, ThreadFactory threads, ClassLoader loader) {
        return real.execution(worker, threads, loader);
    }

    @Override
    public SourceTask watched(TaskId id, SourceTask task) {
        return task;
    }

    @Override
    public SinkTask watched(TaskId id, SinkTask task) {
        return task;
    }

    @Override
    public void dropped(TaskId sinkTask, ConsumerRecord<byte[], byte[]> record) {
        // Nobody looks on.
    }

    @Override
    public void dropped(TaskId sourceTask, SourceRecord record) {
        // Nobody looks on.
    }

    @Override
    public void connectorMade(String name, Connector connector) {
        // Nobody looks on.
    }

    @Override
    public OffsetStore watched(OffsetStore store) {
        return store;
    }

    @Override
    public void close() {
        real.close();
    }
}
