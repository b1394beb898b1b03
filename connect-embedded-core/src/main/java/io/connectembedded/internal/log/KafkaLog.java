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
package io.connectembedded.internal.log;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.Refusals;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic: made if it is absent, read to its end, tailed, written. Every call blocks its caller and is bounded;
 * one that fails may be made again, for the clients find Kafka again by themselves. One thread at a time. An interrupt
 * ends a call with Kafka's {@code InterruptException} as the cause, and the flag set.
 */
public final class KafkaLog implements AutoCloseable {

    private static final String READ_COMMITTED = "read_committed";
    private static final String READ_UNCOMMITTED = "read_uncommitted";

    private final TopicSpec topic;
    private final LogClients clients;
    private final LogView view;
    private final Duration writeLimit;
    private @Nullable Admin admin;
    private @Nullable LogReader reader;
    private @Nullable LogReader plainReader;
    private @Nullable UncommittedTail tail;
    private @Nullable LogWriter writer;

    /** Connects to nothing before it is opened; a write takes at most {@code writeLimit}. */
    public KafkaLog(TopicSpec topic, LogClients clients, LogView view, Duration writeLimit) {
        this.topic = topic;
        this.clients = clients;
        this.view = view;
        this.writeLimit = writeLimit;
    }

    /**
     * Makes the topic if it is absent, and reads all of it.
     *
     * @throws ConnectEmbeddedException naming topic and remedy; nothing is open then
     */
    public void open(Duration limit) {
        Deadline deadline = deadline(limit);
        try {
            open(deadline, limit);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void open(Deadline deadline, Duration limit) {
        admin = attempt("be made", limit, Asked.create(topic.name()), clients.admin(), clients::newAdmin);
        int partitions = attempt(
                "be made",
                limit,
                Asked.create(topic.name()),
                clients.admin(),
                () -> ends(deadline).ensure());
        attempt("be read to its end", limit, reading(), clients.consumer(), () -> {
            LogReader opened = new LogReader(clients.newConsumer(READ_COMMITTED), topic.name(), view);
            reader = opened;
            opened.partitions(partitions);
            // One that is killed leaves a transaction open for a while, which keeps nobody from starting.
            opened.readWhatThereIs(deadline);
            return true;
        });
    }

    private LogTopic ends(Deadline deadline) {
        if (admin == null) {
            throw new IllegalStateException("The " + topic + " is not open");
        }
        return new LogTopic(topic, admin, deadline);
    }

    /**
     * Reads everything that was in the topic when it was called, also in partitions that it has got since it was opened.
     * What is behind a transaction that is open is missing, but nothing of the owner.
     *
     * @throws OpenTransactionException when a transaction that is open keeps something of the owner from being read; the
     *     call may be made again
     */
    public void readToEnd(String owner, Duration limit) {
        List<OpenTransaction> holding = attempt(
                "be read to its end", limit, reading(), clients.consumer(), () -> readFor(owner, deadline(limit)));
        if (!holding.isEmpty()) {
            throw new OpenTransactionException(owner, holding);
        }
    }

    private List<OpenTransaction> readFor(String owner, Deadline deadline) {
        Map<TopicPartition, Long> ends = ends(deadline).ends();
        Map<TopicPartition, Long> stopped = read(reader(), ends, deadline);
        if (stopped.isEmpty()) {
            return List.of();
        }
        UncommittedTail behind = tail;
        if (behind == null) {
            behind = new UncommittedTail(clients.newConsumer(READ_UNCOMMITTED), view);
            tail = behind;
        }
        return behind.holding(owner, stopped, ends, deadline);
    }

    /** Reads everything as {@link #readToEnd}, but also what is in transactions that are open or were aborted. */
    public void readPlainly(LogView all, Duration limit) {
        attempt("be read to its end", limit, reading(), clients.consumer(), () -> {
            LogReader plain = plainReader;
            if (plain == null) {
                plain = new LogReader(clients.newConsumer(READ_UNCOMMITTED), topic.name(), all);
                plainReader = plain;
            }
            Deadline deadline = deadline(limit);
            return read(plain, ends(deadline).ends(), deadline);
        });
    }

    private static Map<TopicPartition, Long> read(LogReader by, Map<TopicPartition, Long> ends, Deadline deadline) {
        by.partitions(ends.size());
        return by.readTo(ends, deadline);
    }

    /** Reads what there is, or waits so long for something. */
    public void poll(Duration limit) {
        attempt("be read", limit, reading(), clients.consumer(), () -> {
            reader().poll(limit);
            return true;
        });
    }

    /**
     * Writes all of it, and returns when it is durable. When it fails, some of it may have been written, or may be a
     * moment later; never after what a later call writes under the same key.
     */
    public void write(List<LogEntry> entries) {
        attempt("be written", writeLimit, Asked.write(topic.name()), clients.producer(), () -> {
            writer().write(entries, deadline(writeLimit));
            return true;
        });
    }

    /** Waits for nothing. */
    @Override
    public void close() {
        List<Runnable> closing = new ArrayList<>();
        Optional.ofNullable(writer).ifPresent(was -> closing.add(was::close));
        Optional.ofNullable(reader).ifPresent(was -> closing.add(was::close));
        Optional.ofNullable(plainReader).ifPresent(was -> closing.add(was::close));
        Optional.ofNullable(tail).ifPresent(was -> closing.add(was::close));
        Optional.ofNullable(admin).ifPresent(was -> closing.add(() -> was.close(Duration.ZERO)));
        writer = null;
        reader = null;
        plainReader = null;
        tail = null;
        admin = null;
        close(closing.iterator());
    }

    /** All of them, whatever one throws. */
    private static void close(Iterator<Runnable> closing) {
        if (closing.hasNext()) {
            try {
                closing.next().run();
            } finally {
                close(closing);
            }
        }
    }

    private <T> T attempt(String what, Duration limit, Asked asked, Map<String, Object> settings, Supplier<T> action) {
        try {
            return action.get();
        } catch (KafkaException e) {
            String bound = Refusing.isRefusal(e) || e instanceof InterruptException ? "" : " within " + text(limit);
            throw new ConnectEmbeddedException(
                    "The " + topic + " could not " + what + bound + ": "
                            + Refusals.of(LogClients.WHOSE, settings).told(e, asked),
                    e);
        }
    }

    private static String text(Duration limit) {
        return limit.toSeconds() > 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private Asked reading() {
        return new Asked(topic.name(), List.of("Read"), "Describe", false);
    }

    private LogReader reader() {
        if (reader == null) {
            throw new IllegalStateException("The " + topic + " is not open");
        }
        return reader;
    }

    private LogWriter writer() {
        if (writer == null) {
            reader();
            writer = new LogWriter(topic.name(), clients.newProducer(writeLimit));
        }
        return writer;
    }

    private static Deadline deadline(Duration limit) {
        return Deadline.after(Time.SYSTEM, limit);
    }
}
