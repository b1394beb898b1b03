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
package io.connectembedded.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.TypedRecord;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTestDriver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.connect.errors.DataException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** The batch sink of the README and of docs/exactly-once.md, run. */
class BatchSinksGuideTest {

    record Order(long id, String customer) {}

    static final class OrderRepository {

        void insertAll(Connection transaction, List<Order> orders) throws SQLException {
            try (PreparedStatement insert = transaction.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
                for (Order order : orders) {
                    insert.setLong(1, order.id());
                    insert.setString(2, order.customer());
                    insert.executeUpdate();
                }
            }
        }

        void insert(Connection transaction, Order order) throws SQLException {
            insertAll(transaction, List.of(order));
        }

        void delete(Connection transaction, Object id) throws SQLException {
            try (PreparedStatement delete = transaction.prepareStatement("DELETE FROM orders WHERE id = ?")) {
                delete.setObject(1, id);
                delete.executeUpdate();
            }
        }
    }

    private static ConnectorSpec ledger(DataSource database, OrderRepository orders) {
        // snippet: ledger
        ConnectorSpec ledger = ConnectorSpec.sink("ledger", InAppSink.batches(Order.class, batch -> {
                    try (Connection tx = database.getConnection()) {
                        tx.setAutoCommit(false);
                        orders.insertAll(tx, batch.values());
                        batch.saveOffsets(tx);
                        tx.commit();
                    }
                }))
                .topics("orders")
                .tasks(3)
                .offsetStore(OffsetStore.jdbc(database).createTable());
        // end
        return ledger;
    }

    private static ConnectorSpec mirror(DataSource database, OrderRepository orders) {
        // snippet: batch-reject
        ConnectorSpec mirror = ConnectorSpec.sink("mirror", InAppSink.batches(Order.class, batch -> {
                    try (Connection tx = database.getConnection()) {
                        tx.setAutoCommit(false);
                        for (TypedRecord<Order> record : batch) {
                            if (record.isTombstone()) {
                                orders.delete(tx, record.record().key());
                            } else if (record.value().id() < 0) {
                                batch.reject(record, new DataException("an order has a positive id"));
                            } else {
                                orders.insert(tx, record.value());
                            }
                        }
                        batch.saveOffsets(tx);
                        tx.commit();
                    }
                }))
                .topics("orders")
                .with("errors.tolerance", "all")
                .offsetStore(OffsetStore.jdbc(database).createTable());
        // end
        return mirror;
    }

    private static DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";INIT=CREATE TABLE IF NOT EXISTS orders (id BIGINT,"
                + " customer VARCHAR(100))");
        return database;
    }

    private static int rows(Connection connection) throws SQLException {
        try (ResultSet count = connection.createStatement().executeQuery("SELECT COUNT(*) FROM orders")) {
            count.next();
            return count.getInt(1);
        }
    }

    @Test
    void rows_and_positions_are_committed_together() throws SQLException {
        DataSource database = database();
        try (Connection kept = database.getConnection();
                ConnectTestDriver driver = ConnectTestDriver.of(ledger(database, new OrderRepository()))) {
            driver.topic("orders").sendValues(List.of(Map.of("id", 1L, "customer", "ann")));
            driver.settle();
            driver.crash();
            driver.topic("orders").sendValues(List.of(Map.of("id", 2L, "customer", "bob")));
            driver.settle();
            assertThat(rows(kept)).isEqualTo(2);
        }
    }

    @Test
    void a_bad_order_is_left_out_and_a_tombstone_deletes() throws SQLException {
        DataSource database = database();
        try (Connection kept = database.getConnection();
                ConnectTestDriver driver = ConnectTestDriver.of(mirror(database, new OrderRepository()))) {
            driver.topic("orders").send(1L, Map.of("id", 1L, "customer", "ann"));
            driver.topic("orders").send(2L, Map.of("id", 2L, "customer", "bob"));
            driver.topic("orders").send(3L, Map.of("id", -3L, "customer", "eve"));
            driver.topic("orders").send(1L, null);
            driver.settle();
            assertThat(rows(kept)).isEqualTo(1);
        }
    }
}
