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
package io.connectembedded.internal.engine.goal;

import io.connectembedded.internal.sink.position.StorePositions;
import io.connectembedded.status.TaskId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks on at a sink task and its consumer, and tells the run of what it sees. Task thread, but for the questions. */
public final class SinkWatch implements TaskWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SinkWatch.class);

    /** How long a poll may take while something is awaited that no record brings. */
    private static final Duration SOON = Duration.ofMillis(250);

    private final TaskId id;
    private final GoalRun run;
    private final Tally tally;
    private final Ends ends;
    private final Map<TopicPartition, Long> read = new HashMap<>(); // after the last record
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable SinkTaskContext context;
    private @Nullable StorePositions kept; // null: with the consumer group
    private volatile boolean busy;
    private volatile boolean joined;

    SinkWatch(TaskId id, GoalRun run, Tally tally, Ends ends) {
        this.id = id;
        this.run = run;
        this.tally = tally;
        this.ends = ends;
    }

    /** The task, watched. */
    public SinkTask over(SinkTask task) {
        return new WatchedSink(task, this);
    }

    /** Its positions are not those of its group. */
    public void keptIn(StorePositions positions) {
        kept = positions;
    }

    /** The consumer, watched. */
    @SuppressWarnings("unchecked") // A proxy of this one interface.
    public Consumer<byte[], byte[]> over(Consumer<byte[], byte[]> watched) {
        consumer = watched;
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                SinkWatch.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> call(watched, method, arguments));
    }

    private @Nullable Object call(Consumer<byte[], byte[]> watched, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            if (arguments != null && method.getName().equals("poll")) {
                return polled(watched, (Duration) arguments[0]);
            }
            if (arguments != null && arguments.length > 0 && arguments[0] instanceof Map<?, ?> offsets) {
                return committing(watched, method, arguments, offsets);
            }
            return method.invoke(watched, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        }
    }

    private ConsumerRecords<byte[], byte[]> polled(Consumer<byte[], byte[]> watched, Duration limit) {
        boolean asks = !ends.areKnown() && run.asksForEnds();
        if (asks) {
            askForEnds(watched);
        }
        // What a store has taken is seen by the next put, for which nothing else would wake the consumer.
        boolean waiting = asks || !joined || (run.asksForEnds() && kept != null && !ends.areReached());
        ConsumerRecords<byte[], byte[]> records = watched.poll(waiting && limit.compareTo(SOON) > 0 ? SOON : limit);
        if (!joined && watched.groupMetadata().generationId() >= 0) {
            joined = true;
            run.moved();
        }
        if (!records.isEmpty()) {
            busy = true;
            run.moved();
            count(records);
        }
        return records;
    }

    private void askForEnds(Consumer<byte[], byte[]> watched) {
        try {
            ends.ask(watched)
                    .forEach(topic -> LOG.warn(
                            "Topic {}, which sink {} is to catch up with, does not exist: nothing of it is awaited. Check"
                                    + " the topics of the sink if it should",
                            topic,
                            id.connector()));
            run.changed();
        } catch (TimeoutException e) {
            run.endsUnknown(e);
        }
    }

    private void count(ConsumerRecords<byte[], byte[]> records) {
        long bytes = 0;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
            for (ConsumerRecord<byte[], byte[]> record : some) {
                bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            }
            read.put(partition, some.get(some.size() - 1).offset() + 1);
        }
        tally.bytes.add(bytes);
    }

    private @Nullable Object committing(
            Consumer<byte[], byte[]> watched, Method method, Object[] arguments, Map<?, ?> offsets) throws Throwable {
        switch (method.getName()) {
            case "commitSync" -> {
                Object answer = method.invoke(watched, arguments);
                committed(offsets);
                return answer;
            }
            case "commitAsync" -> {
                OffsetCommitCallback told = (OffsetCommitCallback) arguments[1];
                OffsetCommitCallback first = (done, failure) -> {
                    if (failure == null) {
                        committed(done);
                    }
                    if (told != null) {
                        told.onComplete(done, failure);
                    }
                };
                return method.invoke(watched, arguments[0], first);
            }
            default -> {
                return method.invoke(watched, arguments);
            }
        }
    }

    private void committed(Map<?, ?> offsets) {
        offsets.forEach((partition, offset) -> {
            if (partition instanceof TopicPartition of && offset instanceof OffsetAndMetadata at) {
                committed.put(of, at.offset());
                tally.committed(of, at.offset());
            }
        });
        var unused = look(false);
    }

    void initialized(SinkTaskContext given) {
        context = given;
    }

    /** What was read of them was before another task had them, and may have committed them. */
    void opened(Collection<TopicPartition> partitions) {
        read.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }

    /** A put begins; none of it is through yet. */
    void putting() {
        busy = true;
    }

    /** A put has returned. */
    void put(int records) {
        busy = false;
        if (records > 0) {
            run.delivered(tally, records);
        }
        if (run.asksForEnds() && look(records == 0)) {
            hurry();
        }
    }

    void stopped() {
        run.ended(id, this);
    }

    GoalRun run() {
        return run;
    }

    /** Whether a partition is read to its end, and not committed so far; {@code idle}: in a put of nothing. */
    private boolean look(boolean idle) {
        Consumer<byte[], byte[]> of = consumer;
        boolean uncommitted = false;
        if (of == null || ends.areReached()) {
            return false;
        }
        for (TopicPartition partition : of.assignment()) {
            if (!ends.awaits(partition) || !ends.isRead(partition, position(of, partition))) {
                continue;
            }
            if (isCommitted(partition, idle)) {
                ends.through(partition);
                run.changed();
            } else {
                uncommitted = true;
            }
        }
        return uncommitted;
    }

    private boolean isCommitted(TopicPartition partition, boolean idle) {
        long last = read.getOrDefault(partition, 0L);
        StorePositions own = kept;
        if (own == null) {
            return committed.getOrDefault(partition, 0L) >= last;
        }
        // Whether a task saves its positions itself, with each put, is known only when a put has ended.
        return idle && own.areVerified() && (!own.areWritten() || own.known(partition) >= last);
    }

    private static long position(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        try {
            return consumer.position(partition, Duration.ZERO);
        } catch (TimeoutException e) {
            return -1; // Not found yet: a later look knows more.
        }
    }

    private void hurry() {
        SinkTaskContext of = context;
        if (of != null) {
            of.requestCommit();
            of.timeout(SOON.toMillis());
        }
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public boolean isReady() {
        return joined;
    }

    @Override
    public boolean isCaughtUp() {
        return ends.areReached();
    }
}
