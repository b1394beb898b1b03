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
package io.connectembedded.internal.offset.topic;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.log.KafkaLog;
import io.connectembedded.internal.log.LogClients;
import io.connectembedded.internal.log.LogEntry;
import io.connectembedded.internal.log.TopicSpec;
import io.connectembedded.internal.offset.ConnectEntry;
import io.connectembedded.internal.offset.MortalOwner;
import io.connectembedded.internal.offset.NeedsKafka;
import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.internal.offset.WorkerStoreContext;
import io.connectembedded.offset.KafkaOffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Offsets in a compacted topic; every reading looks for what others have written meanwhile (I1, I6). */
public final class TopicOffsetStore implements KafkaOffsetStore, NeedsKafka, TransactionalStore {

    /** Where no worker says anything. */
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(60);

    /** Shorter than a connector waits for its offsets, so that it hears why there are none. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final String topic;
    private final TopicSettings settings;
    private @Nullable Open open;

    /** What tells zombies apart must be read while their transactions are open, and is itself in none. */
    private static final String NEVER_IN_A_TRANSACTION = TASKS;

    private record Open(OffsetStoreContext by, KafkaLog log, OffsetTopicView view, OffsetTopicView plain) {}

    /** Touches nothing until it is opened. */
    public TopicOffsetStore(String topic) {
        this(topic, TopicSettings.NONE);
    }

    private TopicOffsetStore(String topic, TopicSettings settings) {
        this.topic = topic;
        this.settings = settings;
    }

    @Override
    public KafkaOffsetStore partitions(int partitions) {
        return with(requireCount("partitions", partitions), settings.replicationFactor(), settings.configs());
    }

    @Override
    public KafkaOffsetStore replicationFactor(int replicationFactor) {
        return with(settings.partitions(), requireCount("replicationFactor", replicationFactor), settings.configs());
    }

    @Override
    public KafkaOffsetStore topicConfig(String key, String value) {
        Map<String, String> configs = new LinkedHashMap<>(settings.configs());
        configs.put(key, value);
        return with(settings.partitions(), settings.replicationFactor(), configs);
    }

    private KafkaOffsetStore with(
            @Nullable Integer partitions, @Nullable Integer replicas, Map<String, String> configs) {
        return new TopicOffsetStore(topic, new TopicSettings(partitions, replicas, configs));
    }

    private static int requireCount(String what, int count) {
        if ((count < 1 && count != TopicSpec.BROKERS_DEFAULT) || count > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    what + " is " + count + "; give at least 1, or -1 for the brokers' own default");
        }
        return count;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public void open(OffsetStoreContext context) {
        if (open != null && open.by instanceof MortalOwner mortal && mortal.isGone()) {
            // Of a process that is killed, the system ends the connections.
            close();
        }
        if (open != null) {
            throw new ConnectEmbeddedException("The offset topic " + topic + " is already open in worker "
                    + open.by.workerName() + " with the same store object; give each worker its own");
        }
        OffsetTopicView view = OffsetTopicView.ofAll();
        WorkerStoreContext worker = worker(context);
        KafkaLog log = log(context, worker, view);
        log.open(worker == null ? OPEN_LIMIT : worker.startTimeout());
        open = new Open(context, log, view, OffsetTopicView.of(NEVER_IN_A_TRANSACTION));
    }

    private KafkaLog log(OffsetStoreContext context, @Nullable WorkerStoreContext worker, OffsetTopicView view) {
        TopicSettings all = worker == null ? settings : settings.over(worker.topicSettings());
        LogClients clients = new LogClients(
                context.workerName() + "-offsets",
                context.adminProperties(),
                context.producerProperties(),
                context.consumerProperties());
        return new KafkaLog(all.spec(topic), clients, view, worker == null ? WRITE_LIMIT : worker.flushTimeout());
    }

    private static @Nullable WorkerStoreContext worker(OffsetStoreContext context) {
        OffsetStoreContext given = context instanceof MortalOwner mortal ? mortal.context() : context;
        return given instanceof WorkerStoreContext worker ? worker : null;
    }

    @Override
    public Collection<StoredOffset> read(String connector) {
        Open now = opened();
        if (connector.equals(NEVER_IN_A_TRANSACTION)) {
            now.log.readPlainly(now.plain, READ_LIMIT);
            return now.plain.read(connector);
        }
        now.log.readToEnd(connector, READ_LIMIT);
        return now.view.read(connector);
    }

    @Override
    public void write(Collection<StoredOffset> offsets) {
        Open now = opened();
        List<LogEntry> entries = offsets.stream()
                .map(offset -> new LogEntry(ConnectEntry.key(offset), ConnectEntry.value(offset)))
                .toList();
        now.log.write(entries);
    }

    @Override
    public void close() {
        Open was = open;
        open = null;
        if (was != null) {
            was.log.close();
        }
    }

    @Override
    public String toString() {
        return "KafkaOffsetStore(" + topic + ")";
    }

    private Open opened() {
        if (open == null) {
            throw new ConnectEmbeddedException(
                    "The offset topic " + topic + " is not open; the store works only while its worker runs");
        }
        return open;
    }
}
