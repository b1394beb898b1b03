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

import static io.connectembedded.internal.sink.HandConsumer.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.offset.TestContext;
import io.connectembedded.internal.offset.jdbc.TableOffsetStore;
import io.connectembedded.internal.sink.position.SavedPositions;
import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink whose positions are in a table, and which saves them itself, or now and then. */
class SavingSinkTest {

    private static final String CONNECTOR = "sink-fixture";

    private final JdbcDataSource database = new JdbcDataSource();
    private final Gated store = new Gated(new TableOffsetStore(database).createTable());
    private final SavedPositions saved = new SavedPositions(CONNECTOR, store).offered();
    private final WorkerThreads threads =
            new WorkerThreads("w", null, getClass().getClassLoader());
    private final OffsetStorage storage = new OffsetStorage(store, threads, new TestContext());
    private final SinkFixture it = new SinkFixture(
            new SinkTaskParts.Commits(SinkFixture.INTERVAL, Duration.ofMillis(200), saved, storage, kept -> {}));
    private Connection keepsIt;

    @BeforeEach
    void open() throws Exception {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        keepsIt = database.getConnection();
        storage.open().get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        store.go.countDown();
        storage.close(Duration.ofSeconds(5));
        it.close();
        keepsIt.close();
    }

    private void saves() {
        try (Connection tx = database.getConnection()) {
            tx.setAutoCommit(false);
            saved.save(tx);
            tx.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> stored() throws Exception {
        return storage.read(CONNECTOR).get(5, TimeUnit.SECONDS).stream()
                .map(entry -> entry.partition() + "=" + entry.offset())
                .toList();
    }

    private static String at(long offset) {
        return "{\"kafka_partition\":0,\"kafka_topic\":\"t\"}={\"kafka_offset\":" + offset + "}";
    }

    @Test
    void positions_begin_anew_with_a_topic_that_is_shorter_than_the_position_in_the_table() throws Exception {
        it.started(0);
        it.task.onPut = this::saves;
        for (int offset = 0; offset < 5; offset++) {
            it.consumer.add(0, offset, "old");
        }
        it.body.iterate();
        assertThat(stored()).containsExactly(at(5));

        // What the consumer does when the partition ends before its position.
        it.consumer.schedulePollTask(() -> it.consumer.seek(partition(0), 0));
        it.consumer.add(0, 0, "new");
        it.body.iterate();
        assertThat(stored()).containsExactly(at(1));
    }

    @Test
    void a_write_of_the_runtime_does_not_overtake_what_the_function_saves_after_it() throws Exception {
        it.started(0);
        it.consumer.add(0, 0, "not saved");
        it.body.iterate();
        it.commitIsDue();
        assertThat(store.begun.await(5, TimeUnit.SECONDS)).isTrue();

        it.task.onPut = this::saves;
        it.consumer.add(0, 1, "saved");
        it.body.iterate();
        assertThat(it.task.records).hasSize(1);
        store.go.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            it.body.iterate();
            return it.task.records.size() == 2;
        });

        assertThat(stored()).containsExactly(at(2));
    }

    @Test
    void a_task_that_comes_back_after_it_was_abandoned_writes_no_position() throws Exception {
        store.go.countDown();
        it.started(0);
        it.consumer.add(0, 0, "a");
        it.body.iterate();
        it.task.preCommit = asked -> {
            it.body.cancel();
            return asked;
        };
        it.body.commit();
        assertThat(stored()).isEmpty();
    }

    /** Writes of the runtime wait until they are let go. */
    private record Gated(JdbcOffsetStore table, CountDownLatch begun, CountDownLatch go) implements JdbcOffsetStore {

        Gated(JdbcOffsetStore table) {
            this(table, new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public JdbcOffsetStore table(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public JdbcOffsetStore createTable() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void open(OffsetStoreContext context) throws Exception {
            table.open(context);
        }

        @Override
        public Collection<StoredOffset> read(String connector) throws Exception {
            return table.read(connector);
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws Exception {
            begun.countDown();
            go.await();
            table.write(offsets);
        }

        @Override
        public void write(Connection transaction, Collection<StoredOffset> expected, Collection<StoredOffset> offsets)
                throws SQLException {
            table.write(transaction, expected, offsets);
        }
    }
}
