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

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.offset.StoredOffset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes rows over one connection, whatever they held before. */
record OffsetRows(Connection connection, TableName table) {

    private static final int BATCH = 1_000;

    List<StoredOffset> read(String connector) throws SQLException {
        String select = "SELECT format_version, partition_key, partition_json, offset_key, offset_json FROM " + table
                + " WHERE connector_key = ?";
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setString(1, TextKey.of(connector));
            List<StoredOffset> offsets = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableCheck.requireKnown(table, rows.getInt(1));
                    offsets.add(offset(connector, rows));
                }
            }
            return offsets;
        }
    }

    private StoredOffset offset(String connector, ResultSet row) throws SQLException {
        String partition = row.getString(3);
        String offset = row.getString(5);
        requireUnchanged(connector, "partition_json", partition, row.getString(2), "partition_key");
        requireUnchanged(connector, "offset_json", offset, row.getString(4), "offset_key");
        return new StoredOffset(connector, partition, offset);
    }

    private void requireUnchanged(String connector, String column, String text, String key, String keyColumn) {
        String found = TextKey.of(text);
        if (!found.equals(key)) {
            throw new ConnectEmbeddedException("the table " + table + " holds a " + column + " of connector "
                    + connector
                    + " that was not written by this library, or was changed by the database: " + text
                    + "; if it is right, set its " + keyColumn + " to " + found + ", else delete the row with the "
                    + keyColumn + " " + key);
        }
    }

    /** The rows are in order; those with a null offset are deleted. */
    boolean write(List<StoredRow> rows) throws SQLException {
        Dialect dialect = Dialect.of(connection.getMetaData());
        List<StoredRow> deleted = rows.stream()
                .filter(row -> dialect.deletesBeforeInsert() || row.offset().offset() == null)
                .toList();
        List<StoredRow> kept =
                rows.stream().filter(row -> row.offset().offset() != null).toList();
        batches(delete(table), deleted, OffsetRows::setKey);
        batches(dialect.upsert(table), kept, OffsetRows::setAll);
        return true;
    }

    private void batches(String sql, List<StoredRow> rows, Parameters parameters) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < rows.size(); i++) {
                parameters.set(statement, rows.get(i));
                statement.addBatch();
                if ((i + 1) % BATCH == 0 || i + 1 == rows.size()) {
                    statement.executeBatch();
                }
            }
        }
    }

    private interface Parameters {

        void set(PreparedStatement statement, StoredRow row) throws SQLException;
    }

    static String delete(TableName table) {
        return "DELETE FROM " + table + " WHERE connector_key = ? AND partition_key = ?";
    }

    static void setKey(PreparedStatement statement, StoredRow row) throws SQLException {
        statement.setString(1, row.connectorKey());
        statement.setString(2, row.partitionKey());
    }

    /** Those of a new row, whose offset is not null. */
    static void setAll(PreparedStatement statement, StoredRow row) throws SQLException {
        String offset = String.valueOf(row.offset().offset());
        setKey(statement, row);
        statement.setString(3, row.offset().connector());
        statement.setString(4, row.offset().partition());
        statement.setString(5, offset);
        statement.setString(6, TextKey.of(offset));
    }
}
