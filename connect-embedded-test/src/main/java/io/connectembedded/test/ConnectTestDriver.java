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
package io.connectembedded.test;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.internal.driver.HandDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A worker that a test moves by hand: the worker of production, with its connectors, tasks, converters and offsets, but
 * without a broker, without threads and on a clock that stands still. Whatever happens, happens within a call of the
 * driver, of {@link #source}, of {@link #sink} or of {@link #worker()}; two runs of one test are the same to the last
 * record. The twin of Kafka Streams' {@code TopologyTestDriver}.
 *
 * <p>The worker is started when the driver is made. Topics exist from their first use, with one partition unless
 * {@link #topic(String, int)} says otherwise. Nothing is acknowledged, committed or delivered unless the test does it,
 * one call at a time or with {@link #settle()}.
 *
 * <p>For one thread, the test's. A plug-in that blocks, blocks the test: let a scripted connector fail instead, or use a
 * worker with {@link ConnectTest}.
 */
public interface ConnectTestDriver extends AutoCloseable {

    /**
     * Drives the app's own worker: converters, connectors, listeners and offset store of this builder, on fake clients.
     * A builder without converters gets {@link io.connectembedded.JsonConverter#withSchemas()}, one without an offset
     * store {@link io.connectembedded.offset.OffsetStore#memory()}.
     *
     * @throws io.connectembedded.error.InvalidConfigException with every problem of the builder
     */
    static ConnectTestDriver of(ConnectWorker.Builder worker) {
        return HandDriver.of(worker);
    }

    /**
     * Drives these connectors, with {@link io.connectembedded.JsonConverter#withSchemas()} for keys and values, which
     * loses nothing, and offsets in memory.
     *
     * @throws io.connectembedded.error.InvalidConfigException with every problem of the specs
     */
    static ConnectTestDriver of(ConnectorSpec... connectors) {
        return HandDriver.of(connectors);
    }

    /**
     * The source connector of this name, its task 0 at first; see {@link SourceDriver#task}. Stays valid over crashes
     * and restarts.
     *
     * @throws io.connectembedded.error.ConnectorNotFoundException if no connector has the name
     * @throws IllegalArgumentException if it is a sink
     */
    SourceDriver source(String connector);

    /** As {@link #source}, of a sink. */
    SinkDriver sink(String connector);

    /**
     * What connectors read and write: keys and values as Connect data, through the worker's converters. For the bytes
     * themselves use {@code as(byte[].class, byte[].class)}, which passes the converters by.
     */
    TestTopic<Object, Object> topic(String name);

    /**
     * As {@link #topic(String)}, made with this many partitions.
     *
     * @throws IllegalStateException if it exists with another number
     */
    TestTopic<Object, Object> topic(String name, int partitions);

    /**
     * The topics that connectors made through the worker, by {@code topic.creation.*} or for dead letters, by name, as
     * they asked for them: partitions, replication factor, configs. Those that came by their first use are not among them.
     */
    Map<String, NewTopic> createdTopics();

    /**
     * Polls, acknowledges, puts and commits until nothing moves any more; the clock stands still meanwhile. Pending
     * rebalances happen. A batch that a sink asks for again is put again at once.
     *
     * @return how many records moved: acknowledged for sources plus put for sinks
     * @throws IllegalStateException if records still move after 20,000 rounds: a source without an end; or if in 100
     *     rounds nothing moves, but a sink asks for its batch again each time or takes none: it is named
     */
    int settle();

    /** What the worker's clock says. */
    Instant now();

    /**
     * Moves the clock, and does on the way, at its time, what is due by then: commits of offsets, retries, and whatever
     * else the worker does by the clock. Polls no source, and delivers nothing new to a sink. A task that fails
     * meanwhile is FAILED, as its status tells.
     */
    void advance(Duration time);

    /**
     * Kills the worker and starts another one like it: what is not durable is forgotten, unacknowledged records are
     * lost, no {@code stop} or {@code close} of a plug-in is called. The new worker goes on from the stored offsets. It
     * knows only connectors of the builder or specs this driver was made of, as they were there. What killed connectors
     * and tasks hold open, connections and threads of their own included, is given back only by {@link #close()}, which
     * calls their {@code stop}.
     *
     * <p>The offset store hears nothing of the killed worker any more, and is not closed: the new worker opens it again,
     * as a new process would. A store must count as durable nothing that it writes only in {@code close()}, and must not
     * refuse to be opened because it is open. {@link io.connectembedded.offset.OffsetStore#file} gives up its lock.
     *
     * <p>When the new worker does not start, its exception is thrown, and the driver can be crashed again or closed.
     */
    void crash();

    /** Stops and starts the worker in order: last commits are made, plug-ins are stopped. */
    void restart();

    /**
     * Interleaves polls, acknowledgements, refused sends, commits, failing stores, pauses, rebalances, crashes, restarts
     * and time at random, 100 steps, then settles; restarts what failed meanwhile. The same seed does the same again, on
     * the same connectors in the same state. Connectors must be those that {@code of(…)} was given, since a crash brings
     * back no others. Use a fresh driver per seed:
     *
     * <pre>{@code driver.chaos(seed).nothingLost().noOffsetAhead().inOrder();}</pre>
     *
     * @return the report on all deliveries so far; its errors name the seed and the steps
     * @throws IllegalStateException if a connector was made or changed at run time; names it
     * @throws AssertionError if a connector does not run again after it was restarted; names the seed and the steps
     */
    DeliveryReport chaos(long seed);

    /** As {@link #chaos(long)}, with this many steps. */
    DeliveryReport chaos(long seed, int steps);

    /**
     * The worker that is driven; another one after a {@link #crash()}. To pause, change or look at connectors. Answers
     * after {@link #close()} too, with a closed worker.
     */
    ConnectWorker worker();

    /** What became of every record so far. */
    DeliveryReport delivery();

    /**
     * Stops the worker, then what crashes had killed, and closes everything. Does nothing if closed already. After it, all
     * but {@link #worker()} throws {@link IllegalStateException}; a {@link DeliveryReport} taken before stays good.
     */
    @Override
    void close();
}
