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
package io.connectembedded.behaviour.batch;

import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

/** A host's database with one table of values, and the positions beside it; gone with the test. */
final class Ledger implements AutoCloseable {

    final JdbcDataSource database = new JdbcDataSource();
    final JdbcOffsetStore store = OffsetStore.jdbc(database).createTable();
    private final Connection keepsIt;

    Ledger() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";LOCK_TIMEOUT=20000");
        try {
            keepsIt = database.getConnection();
            keepsIt.createStatement().execute("CREATE TABLE ledger (id IDENTITY PRIMARY KEY, line VARCHAR(100))");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    Connection begin() throws SQLException {
        Connection transaction = database.getConnection();
        transaction.setAutoCommit(false);
        return transaction;
    }

    static void insert(Connection transaction, List<String> lines) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement("INSERT INTO ledger (line) VALUES (?)")) {
            for (String line : lines) {
                insert.setString(1, line);
                insert.executeUpdate();
            }
        }
    }

    List<String> lines() {
        return texts("SELECT line FROM ledger ORDER BY id");
    }

    /** As {@code partition=offset}. */
    List<String> positions() {
        return texts("SELECT partition_json || '=' || offset_json FROM connect_offsets ORDER BY partition_json");
    }

    private List<String> texts(String select) {
        try (ResultSet rows = keepsIt.createStatement().executeQuery(select)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** As an operator does, or another owner. */
    void move(String connector, String topic, int partition, long offset) {
        try {
            store.write(List.of(new StoredOffset(connector, partition(topic, partition), offset(offset))));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static String partition(String topic, int partition) {
        return "{\"kafka_partition\":" + partition + ",\"kafka_topic\":\"" + topic + "\"}";
    }

    static String offset(long offset) {
        return "{\"kafka_offset\":" + offset + "}";
    }

    @Override
    public void close() {
        try {
            keepsIt.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
