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
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic: made if it is absent, read to its end, tailed, written. Every call blocks its caller and is bounded;
 * one that fails may be made again, for the clients find Kafka again by themselves. One thread at a time. An interrupt
 * ends a call with Kafka's {@code InterruptException} as the cause, and the flag set.
 */
public final class KafkaLog implements AutoCloseable {

    private final TopicSpec topic;
    private final LogClients clients;
    private final LogView view;
    private final Duration writeLimit;
    private @Nullable LogReader reader;
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
        int partitions =
                attempt("be made", limit, Asked.create(topic.name()), clients.admin(), () -> ensured(deadline));
        attempt("be read to its end", limit, reading(), clients.consumer(), () -> {
            reader = new LogReader(clients.newConsumer(), topic.name(), partitions, view);
            reader.readToEnd(deadline);
            return true;
        });
    }

    private int ensured(Deadline deadline) {
        Admin admin = clients.newAdmin();
        try {
            return new LogTopic(topic, admin, deadline).ensure();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** Reads everything that is in the topic now. */
    public void readToEnd(Duration limit) {
        attempt("be read to its end", limit, reading(), clients.consumer(), () -> {
            reader().readToEnd(deadline(limit));
            return true;
        });
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
        LogReader was = reader;
        LogWriter wrote = writer;
        reader = null;
        writer = null;
        try {
            if (wrote != null) {
                wrote.close();
            }
        } finally {
            if (was != null) {
                was.close();
            }
        }
    }

    private <T> T attempt(String what, Duration limit, Asked asked, Map<String, Object> settings, Supplier<T> action) {
        try {
            return action.get();
        } catch (KafkaException e) {
            String bound = Refusing.isRefusal(e) || e instanceof InterruptException ? "" : " within " + limit;
            throw new ConnectEmbeddedException(
                    "The " + topic + " could not " + what + bound + ": "
                            + Refusals.of(LogClients.WHOSE, settings).told(e, asked),
                    e);
        }
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
