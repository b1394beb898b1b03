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
package io.connectembedded;

import io.connectembedded.error.ValidationReport;
import io.connectembedded.health.Health;
import io.connectembedded.metrics.WorkerMetrics;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.plugin.Plugins;
import io.connectembedded.spi.RuntimeServices;
import io.connectembedded.status.Completion;
import io.connectembedded.status.WorkerInfo;
import io.connectembedded.status.WorkerState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/**
 * A Kafka Connect worker in this JVM. It is built once, started and stopped any number of times, and closed for
 * good. Thread-safe.
 *
 * <pre>{@code
 * try (ConnectWorker worker = ConnectWorker.builder()
 *         .bootstrapServers("localhost:9092")
 *         .keyConverter(new StringConverter())
 *         .valueConverter(JsonConverter.schemaless())
 *         .offsetStore(OffsetStore.file(Path.of("offsets.dat")))
 *         .connector(ConnectorSpec.source("lines", FileStreamSourceConnector.class)
 *                 .with("file", "in.txt")
 *                 .with("topic", "lines"))
 *         .connector(ConnectorSpec.sink("printer", record -> System.out.println(record.value()))
 *                 .topics("lines"))
 *         .build()) {
 *     worker.start();
 *     worker.connector("lines").running().await();
 * }
 * }</pre>
 *
 * <p>Life cycle: {@code STOPPED → STARTING → RUNNING → STOPPING → STOPPED}; {@code STARTING → STOPPED} when the
 * start failed or was stopped; {@code RUNNING → FAILED} when the worker's own control thread died, and
 * {@code FAILED → STOPPED} by {@link #stop()}; any state {@code → CLOSED} by {@link #close()}, for good. WSE is a
 * {@link io.connectembedded.error.WorkerStateException}; a method that returns a completion never throws it, but
 * has it in the completion.
 *
 * <table>
 * <caption>What a call does in which state</caption>
 * <thead>
 * <tr><th>call</th><th>STOPPED</th><th>STARTING</th><th>RUNNING</th><th>STOPPING</th><th>FAILED</th>
 *     <th>CLOSED</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>{@code start}</td><td>starts, or WorkerStartException and STOPPED again</td>
 *     <td>waits for the first caller's start</td><td>returns</td><td>WSE</td><td>WSE: stop first</td><td>WSE</td></tr>
 * <tr><td>{@code stop}</td><td>returns</td><td>ends the start (which throws), then returns</td><td>stops</td>
 *     <td>waits for it</td><td>cleans up</td><td>returns</td></tr>
 * <tr><td>{@code close}</td><td>closes</td><td>as {@code stop}, then closes</td><td>as {@code stop}, then closes</td>
 *     <td>waits, closes</td><td>cleans up, closes</td><td>returns</td></tr>
 * <tr><td>{@code name state info describe health metrics}</td><td>answer</td><td>answer</td><td>answer</td>
 *     <td>answer</td><td>answer</td><td>answer, last view</td></tr>
 * <tr><td>{@code plugins().list config}</td><td>answer</td><td>answer</td><td>answer</td><td>answer</td>
 *     <td>answer</td><td>WSE</td></tr>
 * <tr><td>{@code connectors().names/all/find}, {@code connector(n)}, {@code status spec taskConfigs}</td>
 *     <td>declared ones</td><td>answer</td><td>answer</td><td>answer</td><td>answer</td><td>last view</td></tr>
 * <tr><td>{@code create put putAll validate}, every operation on a handle</td><td>WSE</td><td>queued until started</td>
 *     <td>run</td><td>WSE</td><td>WSE</td><td>WSE</td></tr>
 * <tr><td>{@code listen}</td><td>yes</td><td>yes</td><td>yes</td><td>yes</td><td>yes</td><td>WSE</td></tr>
 * </tbody>
 * </table>
 */
public interface ConnectWorker extends AutoCloseable {
    /**
     * A new builder.
     *
     * @throws IllegalStateException when {@code connect-embedded-core} is not on the class path
     */
    static Builder builder() {
        return RuntimeServices.load(Builder.class);
    }

    /** The worker's name, as it appears in thread names, logs and MBeans; numbered when taken in this JVM. */
    String name();

    /** The worker's state at this moment. */
    WorkerState state();

    /** Who this worker is. */
    WorkerInfo info();

    /**
     * Starts the worker and returns when it is ready: the configuration is valid, the broker has answered, the
     * offset store is open and every declared connector has reached its first lasting state. A connector that
     * FAILED does not fail the start: it shows in {@link #health()}.
     *
     * @throws io.connectembedded.error.WorkerStartException when that does not come about within the start timeout;
     *     nothing is left behind, and the worker is STOPPED
     * @throws io.connectembedded.error.WorkerStateException when the state forbids it, see the table above
     */
    void start();

    /**
     * Stops all connectors and the worker, within the shutdown timeout and at most one second more, also when a
     * plug-in blocks. Idempotent and legal in every state. An interrupt is kept and cuts the grace short.
     */
    void stop();

    /**
     * Starts the worker, runs it until the goal is reached, stops it and says what it did; for migrations and tests. Needs
     * the worker STOPPED, and may be called again afterwards. It ends early when a connector FAILED for good, see
     * {@link RunSummary.Outcome#FAILED}, and when another thread stops or closes the worker. What was delivered is
     * committed as with every {@link #stop()}, within its bounds.
     *
     * @return how it ended, after the worker has stopped
     * @throws io.connectembedded.error.WorkerStartException as {@link #start()}
     * @throws io.connectembedded.error.WorkerStateException unless the worker is STOPPED
     * @throws io.connectembedded.error.ConnectEmbeddedException when the calling thread is interrupted, with its flag set,
     *     or when a predicate given to {@link RunGoal#record} throws, with that as the cause; the worker is stopped
     */
    RunSummary runUntil(RunGoal goal);

    /** Stops as {@link #stop()} does, and ends the worker for good. Idempotent and legal in every state. */
    @Override
    void close();

    /** The worker's connectors. */
    Connectors connectors();

    /**
     * The handle of a connector.
     *
     * @param name the connector's name
     * @throws io.connectembedded.error.ConnectorNotFoundException when there is none, naming the near matches
     */
    ConnectorHandle connector(String name);

    /**
     * Checks a connector's configuration as {@link Connectors#create} would, and changes nothing: Connect's
     * validation, with the definition, value and errors of every key. The plug-ins are asked, which may look at the
     * outside world. It answers also when the configuration is wrong; it fails with an
     * {@link io.connectembedded.error.OperationTimeoutException} when a plug-in does not return within 30 seconds.
     *
     * @param spec the connector; it need not exist
     */
    Completion<ValidationReport> validate(ConnectorSpec spec);

    /** How the worker and its connectors are at this moment. */
    Health health();

    /** The worker's numbers at this moment. */
    WorkerMetrics metrics();

    /** The worker, its connectors and tasks as text for people, several lines, without secrets. */
    String describe();

    /**
     * The plug-ins of the class path and of {@code plugin.path}.
     *
     * @return for as long as the worker is not CLOSED
     */
    Plugins plugins();

    /**
     * Subscribes a listener to all further events.
     *
     * @param listener called on the worker's event thread
     * @return ends the subscription when closed
     * @throws io.connectembedded.error.WorkerStateException when the worker is CLOSED
     */
    ConnectListener.Registration listen(ConnectListener listener);

    /**
     * Collects what a worker is made of. Typed methods and {@link #with} write the same options, Connect's own
     * keys: the last writer wins. Reusable, since {@link #build()} takes a snapshot; not thread-safe.
     */
    interface Builder {
        /**
         * The worker's name. Default {@code worker}.
         *
         * @param name unique in this JVM, or it is numbered
         */
        Builder name(String name);

        /**
         * The Kafka cluster, {@code bootstrap.servers}. No default.
         *
         * @param servers {@code host:port} pairs, comma separated
         */
        Builder bootstrapServers(String servers);

        /**
         * The converter of record keys, for connectors that name none. No default. It is used as it is, by several
         * tasks at once, neither configured nor closed; for one instance per task use {@link #with} and
         * {@code key.converter}.
         *
         * @param converter configured and thread-safe
         */
        Builder keyConverter(Converter converter);

        /**
         * The converter of record values; as {@link #keyConverter}, key {@code value.converter}.
         *
         * @param converter configured and thread-safe
         */
        Builder valueConverter(Converter converter);

        /**
         * Where source offsets live. No default; needed as soon as there is a source.
         *
         * @param store opened with each start of the worker, closed with each stop
         */
        Builder offsetStore(OffsetStore store);

        /**
         * Declares a connector, to be run from the start. One of the same name is replaced.
         *
         * @param spec the connector to run
         */
        Builder connector(ConnectorSpec spec);

        /**
         * Declares several connectors, as {@link #connector} does for each.
         *
         * @param specs the connectors to run
         */
        Builder connectors(Collection<ConnectorSpec> specs);

        /**
         * The converter of record headers; as {@link #keyConverter}, key {@code header.converter}. Default
         * Connect's {@code SimpleHeaderConverter}.
         *
         * @param converter configured and thread-safe
         */
        Builder headerConverter(HeaderConverter converter);

        /**
         * A whole worker configuration in Connect's keys, also {@link java.util.Properties}.
         *
         * @param properties keys and values; taken over at once
         */
        Builder properties(Map<?, ?> properties);

        /**
         * A whole worker file, such as {@code connect-standalone.properties}.
         *
         * @param file read by {@link #build()}, which reports it when it cannot be read
         */
        Builder properties(Path file);

        /**
         * One option of the worker under Connect's key.
         *
         * @param key the key
         * @param value as for {@link ConnectorSpec#with}
         */
        Builder with(String key, Object value);

        /**
         * What happens after a connector or a task has FAILED, for connectors that have no policy of their own, see
         * {@link ConnectorSpec#restart}. Default {@link RestartPolicy#never()}, as in Connect.
         *
         * @param policy the policy
         */
        Builder restart(RestartPolicy policy);

        /**
         * A listener for all events of the worker, from the first start on. May be called repeatedly.
         *
         * @param listener called on the worker's event thread
         */
        Builder listener(ConnectListener listener);

        /**
         * Folders with plug-ins besides those of the class path, {@code plugin.path}. Each child of a folder, be it a
         * folder of jars, a tree of class files or one jar, has a class loader of its own that prefers its own
         * classes. Default none. Replaces what was named before.
         *
         * @param folders also single jars; those that cannot be read are warned of and left out
         * @throws IllegalArgumentException when a path contains a comma, which separates paths in the property
         */
        Builder pluginPath(Path... folders);

        /**
         * How often source offsets are flushed and sink offsets committed, {@code offset.flush.interval.ms}.
         * Default 60 seconds.
         *
         * @param interval more than zero
         */
        Builder offsetFlushInterval(Duration interval);

        /**
         * The longest {@link ConnectWorker#start()} may take. Default 60 seconds.
         *
         * @param limit more than zero
         */
        Builder startTimeout(Duration limit);

        /**
         * The longest {@link ConnectWorker#stop()} waits for tasks, {@code task.shutdown.graceful.timeout.ms}.
         * Default 5 seconds; closing takes at most one second more.
         *
         * @param limit zero or more
         */
        Builder shutdownTimeout(Duration limit);

        /**
         * Loads the plug-ins named by class name. Default: the context class loader of the thread that builds.
         *
         * @param loader the loader
         */
        Builder classLoader(ClassLoader loader);

        /**
         * Makes the worker's threads; it still names each. Default: platform threads.
         *
         * @param factory called on any thread of the worker
         */
        Builder threads(ThreadFactory factory);

        /**
         * A worker from what has been collected so far, STOPPED. Connects to nothing and starts no thread.
         *
         * @throws io.connectembedded.error.InvalidConfigException when it cannot be used, with every problem found
         */
        ConnectWorker build();
    }
}
