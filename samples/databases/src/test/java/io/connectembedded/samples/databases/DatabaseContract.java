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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.test.OffsetStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the JDBC store promises beside the contract of all stores: positions in a transaction of the host. */
abstract class DatabaseContract extends OffsetStoreContract {

    private static final String PARTITION = "{\"topic\":\"t\",\"partition\":0}";
    private static final StoredOffset NONE = at(null);

    private final String table =
            "offsets_" + UUID.randomUUID().toString().replace('-', '_').substring(0, 18);

    /** The same database for all tests of a class; each of them has tables of its own. */
    abstract DataSource dataSource() throws Exception;

    /** What the host has to say after its own {@code CREATE TABLE} for a table with transactions. */
    String inTransactions() {
        return "";
    }

    private static StoredOffset at(String offset) {
        return new StoredOffset("ledger", PARTITION, offset);
    }

    private static StoredOffset at(int offset) {
        return at("{\"offset\":" + offset + "}");
    }

    @Override
    protected OffsetStore create() throws Exception {
        return store().createTable();
    }

    @Override
    protected OffsetStore reopen() throws Exception {
        return store();
    }

    private JdbcOffsetStore store() throws Exception {
        return OffsetStore.jdbc(dataSource()).table(table);
    }

    @BeforeEach
    void makeTable() throws Exception {
        OffsetStore made = create();
        made.open(context());
        made.close();
        run("CREATE TABLE " + rows() + " (id INT NOT NULL PRIMARY KEY)" + inTransactions());
    }

    @AfterEach
    void dropTable() throws Exception {
        run("DROP TABLE " + table);
        run("DROP TABLE " + rows());
    }

    private String rows() {
        return table + "_rows";
    }

    private void run(String sql) throws Exception {
        try (Connection connection = dataSource().getConnection()) {
            Races.execute(connection, sql);
        }
    }

    /** In a transaction that ends before this returns. */
    private void move(StoredOffset expected, StoredOffset next) throws Exception {
        try (Connection connection = Races.transaction(dataSource(), Connection.TRANSACTION_NONE)) {
            try {
                store().write(connection, List.of(expected), List.of(next));
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private void holds(StoredOffset... expected) throws Exception {
        assertThat(store().read("ledger")).containsExactlyInAnyOrder(expected);
    }

    @Test
    void rows_and_position_are_committed_together() throws Exception {
        try (Connection connection = Races.transaction(dataSource(), Connection.TRANSACTION_NONE)) {
            Races.execute(connection, "INSERT INTO " + rows() + " VALUES (1)");
            store().write(connection, List.of(NONE), List.of(at(1)));
            connection.rollback();
            Races.execute(connection, "INSERT INTO " + rows() + " VALUES (1)");
            store().write(connection, List.of(NONE), List.of(at(2)));
            connection.commit();
        }
        holds(at(2));
        assertThatThrownBy(() -> run("INSERT INTO " + rows() + " VALUES (1)")).isInstanceOf(SQLException.class);
    }

    @Test
    void a_position_moves_from_what_is_expected() throws Exception {
        move(NONE, NONE);
        holds();
        move(NONE, at(1));
        move(at(1), at(2));
        holds(at(2));
        move(at(2), at(2));
        holds(at(2));
        move(at(2), NONE);
        holds();
        move(NONE, at(3));
        holds(at(3));
    }

    @Test
    void a_position_that_is_not_as_expected_stays_and_the_refusal_names_it() throws Exception {
        refused(at(1), at(2));
        refused(at(1), NONE);
        move(NONE, at(5));
        for (StoredOffset next : List.of(at(6), at(5), NONE)) {
            refused(NONE, next);
            refused(at(4), next);
            // JSON takes it for the same; the text is not.
            refused(at("{\"offset\":5} "), next);
            refused(at("{\"OFFSET\":5}"), next);
        }
        holds(at(5));
    }

    private void refused(StoredOffset expected, StoredOffset next) {
        assertThatThrownBy(() -> move(expected, next))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(
                        "Another owner has moved the position of connector ledger, partition " + PARTITION)
                .hasMessageContaining("Roll this transaction back");
    }

    @Test
    void of_transactions_that_expect_the_same_one_commits_at_every_isolation_level() throws Exception {
        int position = 0;
        for (int isolation : Races.isolations(dataSource())) {
            for (int round = 0; round < 3; round++) {
                position += 10;
                position = race(isolation, NONE, position);
                int moved = race(isolation, at(position), position);
                raceToDelete(isolation, at(moved));
                holds();
            }
        }
    }

    /** Gives the offset of the winner. */
    private int race(int isolation, StoredOffset expected, int base) throws Exception {
        int winner = Races.between(
                dataSource(),
                isolation,
                select(),
                (racer, connection) -> store().write(connection, List.of(expected), List.of(at(base + 1 + racer))));
        holds(at(base + 1 + winner));
        return base + 1 + winner;
    }

    private void raceToDelete(int isolation, StoredOffset expected) throws Exception {
        Races.between(
                dataSource(),
                isolation,
                select(),
                (racer, connection) -> store().write(connection, List.of(expected), List.of(NONE)));
    }

    private String select() {
        return "SELECT COUNT(*) FROM " + table;
    }

    @Test
    void a_deposed_owner_that_waits_for_the_new_ones_transaction_is_refused() throws Exception {
        move(NONE, at(1));
        for (int isolation : Races.isolations(dataSource())) {
            StoredOffset now = store().read("ledger").iterator().next();
            StoredOffset next = at(now.offset().length() * 100 + isolation);
            Races.oneAfterTheOther(
                    dataSource(),
                    isolation,
                    connection -> store().write(connection, List.of(now), List.of(next)),
                    connection -> store().write(connection, List.of(now), List.of(at(0))));
            holds(next);
        }
    }

    @Test
    void many_partitions_move_in_one_transaction_or_none_does() throws Exception {
        List<StoredOffset> none = Races.partitions(null);
        List<StoredOffset> first = Races.partitions("{\"offset\":1}");
        List<StoredOffset> second = Races.partitions("{\"offset\":2}");
        try (Connection connection = Races.transaction(dataSource(), Connection.TRANSACTION_NONE)) {
            store().write(connection, none, first);
            connection.commit();
            assertThatThrownBy(() -> store().write(connection, none, second)).isInstanceOf(SQLException.class);
            connection.rollback();
            assertThat(store().read("wide")).containsExactlyInAnyOrderElementsOf(first);
            store().write(connection, first, second);
            connection.commit();
        }
        assertThat(store().read("wide")).containsExactlyInAnyOrderElementsOf(second);
    }

    @Test
    void outside_a_transaction_nothing_is_written() throws Exception {
        try (Connection connection = dataSource().getConnection()) {
            assertThatThrownBy(() -> store().write(connection, List.of(NONE), List.of(at(1))))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("setAutoCommit(false)");
        }
        holds();
    }

    @Test
    void a_missing_table_is_told_with_what_creates_it() throws Exception {
        JdbcOffsetStore other = OffsetStore.jdbc(dataSource()).table(table + "_other");
        String create = Races.createIn(() -> other.open(context()));
        assertThat(create).startsWith("CREATE TABLE IF NOT EXISTS " + table + "_other (");
        try (Connection connection = Races.transaction(dataSource(), Connection.TRANSACTION_NONE)) {
            assertThat(Races.createIn(() -> other.write(connection, List.of(NONE), List.of(at(1)))))
                    .isEqualTo(create);
            connection.rollback();
        }
        run(create);
        other.open(context());
        other.write(List.of(at(1)));
        assertThat(other.read("ledger")).containsExactly(at(1));
        run("DROP TABLE " + table + "_other");
    }

    @Test
    void a_newer_table_is_refused() throws Exception {
        move(NONE, at(1));
        run("UPDATE " + table + " SET format_version = 2");
        assertThatThrownBy(() -> store().open(context())).hasMessageContaining("format_version 2");
        assertThatThrownBy(() -> store().read("ledger")).hasMessageContaining("format_version 2");
    }
}
