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
package io.connectembedded.kill;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartPolicy;
import io.connectembedded.event.ConnectEvent.TaskChanged;
import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.SinkBatch;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.connect.storage.StringConverter;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The host that is killed: numbers from a source for each offset store and each transaction boundary. Ends in order when
 * its input does.
 */
public final class NumbersHost {

    /** Topics and connectors of these names. */
    static final List<String> AT_LEAST_ONCE = List.of("by-file", "by-topic", "by-memory", "by-table");

    /** As before; the names end with their transaction boundaries. */
    static final List<String> EXACTLY_ONCE = List.of("once-by-poll", "once-by-interval", "once-by-connector");

    /** The topic of which a sink makes rows. */
    static final String OF_ROWS = "once-by-poll";

    private final String servers;
    private final Path folder;
    private final Map<String, Long> limits = new HashMap<>();
    private final long seed;
    private final DataSource database;

    private NumbersHost(String[] args) {
        servers = args[0];
        folder = Path.of(args[1]);
        seed = Long.parseLong(args[2]);
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(args[3]);
        database = h2;
        for (String limit : List.of(args).subList(4, args.length)) {
            String[] parts = limit.split("=", 2);
            limits.put(parts[0], Long.valueOf(parts[1]));
        }
    }

    /** Bootstrap servers, folder, seed, database, and the last number for each topic that has one, as topic=number. */
    public static void main(String[] args) throws Exception {
        List<ConnectWorker> workers = new NumbersHost(args).workers();
        for (ConnectWorker worker : workers) {
            worker.start();
            say("started " + worker.name());
        }
        while (System.in.read() >= 0) {
            // Only its end means anything.
        }
        workers.forEach(ConnectWorker::close);
        say("ended");
    }

    static void say(String what) {
        System.out.println(what);
    }

    private List<ConnectWorker> workers() {
        List<ConnectWorker> workers = new ArrayList<>();
        workers.add(builder("at-least-once")
                .offsetStore(OffsetStore.file(folder.resolve("numbers.offsets")))
                .connector(numbers("by-file"))
                .connector(numbers("by-topic")
                        .offsetStore(OffsetStore.kafka("numbers-offsets").replicationFactor(1)))
                .connector(numbers("by-memory").offsetStore(OffsetStore.memory()))
                .connector(numbers("by-table")
                        .offsetStore(OffsetStore.jdbc(database).createTable()))
                .build());
        ConnectWorker.Builder once = builder("exactly-once")
                .with("exactly.once.source.support", "enabled")
                .offsetStore(OffsetStore.kafka("numbers-once-offsets").replicationFactor(1))
                .connector(rows());
        EXACTLY_ONCE.forEach(name -> once.connector(numbers(name)
                .with("exactly.once.support", "required")
                .with("transaction.boundary", name.substring("once-by-".length()))));
        workers.add(once.build());
        return workers;
    }

    /** Rows and positions in one transaction of the database. */
    private ConnectorSpec rows() {
        return ConnectorSpec.sink("rows", InAppSink.batches(String.class, this::save))
                .topics(OF_ROWS)
                .with("consumer.override.isolation.level", "read_committed")
                // The killed member's place is taken at once, instead of after its session.
                .with("consumer.override.group.instance.id", "rows")
                .offsetStore(OffsetStore.jdbc(database).table("positions").createTable());
    }

    private void save(SinkBatch<String> batch) throws SQLException {
        try (Connection transaction = database.getConnection()) {
            transaction.setAutoCommit(false);
            try (PreparedStatement insert = transaction.prepareStatement("insert into numbers values (?)")) {
                for (String number : batch.values()) {
                    insert.setLong(1, Long.parseLong(number));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            batch.saveOffsets(transaction);
            transaction.commit();
        }
    }

    private ConnectWorker.Builder builder(String name) {
        return ConnectWorker.builder()
                .name(name)
                .bootstrapServers(servers)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetFlushInterval(Duration.ofMillis(50))
                .restart(RestartPolicy.exponentialBackoff(Duration.ofMillis(200), Duration.ofSeconds(2)))
                .listener(ConnectListener.on(TaskChanged.class, NumbersHost::tell));
    }

    private static void tell(TaskChanged change) {
        if (change.to() == TaskState.FAILED) {
            say("failed " + change.task() + ": " + change.failure());
        }
    }

    private ConnectorSpec numbers(String name) {
        return ConnectorSpec.source(name, NumbersSource.class)
                .with(NumbersSource.TOPIC, name)
                .with(NumbersSource.LIMIT, limits.getOrDefault(name, Long.MAX_VALUE))
                .with(NumbersSource.SEED, seed);
    }
}
