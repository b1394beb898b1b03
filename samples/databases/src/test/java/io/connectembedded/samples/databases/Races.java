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
package io.connectembedded.samples.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.connectembedded.offset.StoredOffset;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Transactions of two connections at once. */
final class Races {

    private static final long LIMIT_SECONDS = 30;
    private static final int WIDE = 50;
    private static final Pattern CREATE = Pattern.compile("CREATE TABLE .*\\)\\)( ENGINE=InnoDB)?");

    private Races() {}

    interface Step {
        void run(Connection connection) throws Exception;
    }

    interface Racer {
        void run(int number, Connection connection) throws Exception;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** At this level, or the database's own. */
    static Connection transaction(DataSource database, int isolation) throws SQLException {
        Connection connection = database.getConnection();
        if (isolation != Connection.TRANSACTION_NONE) {
            connection.setTransactionIsolation(isolation);
        }
        connection.setAutoCommit(false);
        return connection;
    }

    static List<Integer> isolations(DataSource database) throws SQLException {
        List<Integer> levels = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (int level : List.of(
                    Connection.TRANSACTION_READ_COMMITTED,
                    Connection.TRANSACTION_REPEATABLE_READ,
                    Connection.TRANSACTION_SERIALIZABLE)) {
                if (connection.getMetaData().supportsTransactionIsolationLevel(level)) {
                    levels.add(level);
                }
            }
        }
        assertThat(levels).isNotEmpty();
        return levels;
    }

    /** Two transactions that have both looked before one of them moves; gives the one that committed, 0 or 1. */
    static int between(DataSource database, int isolation, String look, Racer racer) throws Exception {
        CyclicBarrier looked = new CyclicBarrier(2);
        List<CompletableFuture<Boolean>> racers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int number = i;
            racers.add(beside(() -> {
                try (Connection connection = transaction(database, isolation)) {
                    execute(connection, look);
                    looked.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                    return committed(connection, mine -> racer.run(number, mine));
                }
            }));
        }
        boolean first = racers.get(0).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        boolean second = racers.get(1).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(first ^ second)
                .as("exactly one of two commits at isolation " + isolation + ": " + first + ", " + second)
                .isTrue();
        return first ? 0 : 1;
    }

    /** The second begins while the first holds its locks, and must fail when that has committed. */
    static void oneAfterTheOther(DataSource database, int isolation, Step first, Step second) throws Exception {
        CompletableFuture<Boolean> waiting;
        try (Connection connection = transaction(database, isolation)) {
            first.run(connection);
            CompletableFuture<Void> begun = new CompletableFuture<>();
            waiting = beside(() -> {
                try (Connection other = transaction(database, isolation)) {
                    begun.complete(null);
                    return committed(other, second);
                }
            });
            begun.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            connection.commit();
        }
        assertThat(waiting.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("the second commits at isolation " + isolation)
                .isFalse();
    }

    private static boolean committed(Connection connection, Step step) throws Exception {
        try {
            step.run(connection);
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            return false;
        }
    }

    private interface Answer {
        boolean get() throws Exception;
    }

    private static CompletableFuture<Boolean> beside(Answer answer) {
        CompletableFuture<Boolean> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(answer.get());
                    } catch (Throwable t) {
                        future.completeExceptionally(t);
                    }
                },
                "racer");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    static List<StoredOffset> partitions(String offset) {
        return IntStream.range(0, WIDE)
                .mapToObj(number -> new StoredOffset("wide", "{\"partition\":" + number + "}", offset))
                .toList();
    }

    /** The statement in the message of what this throws. */
    static String createIn(ThrowingCallable action) {
        Throwable thrown = catchThrowable(action);
        assertThat(thrown).hasMessageContaining("is missing; call createTable() on the store, or run CREATE TABLE");
        Matcher create = CREATE.matcher(thrown.getMessage());
        assertThat(create.find()).isTrue();
        return create.group();
    }
}
