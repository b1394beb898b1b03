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
package io.connectembedded.internal.offset.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves positions in a transaction of the host, each from what it is expected to be. The condition stands in the
 * statement that locks the row: a transaction that waited for another one finds what that left, or is refused.
 */
record ConditionalWrite(Connection transaction, TableName table) {

    /** The rows are in order. */
    void run(List<ExpectedRow> rows) throws SQLException {
        Dialect dialect = Dialect.of(transaction.getMetaData());
        for (ExpectedRow row : rows) {
            try {
                move(row, dialect);
            } catch (SQLException e) {
                if (dialect.isMissingTable(e)) {
                    throw new SQLNonTransientException(
                            "For offsets " + new TableCheck(table, dialect).missing(), e.getSQLState(), e);
                }
                throw e;
            }
        }
    }

    private void move(ExpectedRow row, Dialect dialect) throws SQLException {
        String offset = row.row().offset().offset();
        if (row.expected() == null && offset == null) {
            requireAbsent(row);
        } else if (row.expected() == null) {
            insert(row, dialect);
        } else if (offset == null) {
            delete(row, row.expected());
        } else {
            update(row, row.expected(), offset);
        }
    }

    private void requireAbsent(ExpectedRow row) throws SQLException {
        String select = "SELECT revision FROM " + table + " WHERE connector_key = ? AND partition_key = ?";
        try (PreparedStatement statement = transaction.prepareStatement(select)) {
            OffsetRows.setKey(statement, row.row());
            try (ResultSet rows = statement.executeQuery()) {
                requireMoved(row, rows.next() ? 0 : 1);
            }
        }
    }

    private void insert(ExpectedRow row, Dialect dialect) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(dialect.insert(table))) {
            OffsetRows.setAll(statement, row.row());
            statement.executeUpdate();
        } catch (SQLException e) {
            if (dialect.isKeyTaken(e)) {
                throw moved(row, e);
            }
            throw e;
        }
    }

    private void delete(ExpectedRow row, String expected) throws SQLException {
        String delete = OffsetRows.delete(table) + " AND offset_key = ?";
        try (PreparedStatement statement = transaction.prepareStatement(delete)) {
            OffsetRows.setKey(statement, row.row());
            statement.setString(3, TextKey.of(expected));
            requireMoved(row, statement.executeUpdate());
        }
    }

    private void update(ExpectedRow row, String expected, String offset) throws SQLException {
        // With the revision every update changes its row: some drivers count only rows that are other than before.
        String update = "UPDATE " + table + " SET offset_json = ?, offset_key = ?, revision = revision + 1"
                + " WHERE connector_key = ? AND partition_key = ? AND offset_key = ?";
        try (PreparedStatement statement = transaction.prepareStatement(update)) {
            statement.setString(1, offset);
            statement.setString(2, TextKey.of(offset));
            statement.setString(3, row.row().connectorKey());
            statement.setString(4, row.row().partitionKey());
            statement.setString(5, TextKey.of(expected));
            requireMoved(row, statement.executeUpdate());
        }
    }

    private static void requireMoved(ExpectedRow row, int count) throws SQLException {
        if (count != 1) {
            throw moved(row, null);
        }
    }

    private static SQLException moved(ExpectedRow row, @Nullable SQLException cause) {
        String was = row.expected() == null ? "there is one already" : "it is no longer " + row.expected();
        return new SQLNonTransientException(
                "Another owner has moved the position of " + row.named() + ": " + was
                        + ". Roll this transaction back; the connector goes on from the position in the table",
                "23000",
                cause);
    }
}
