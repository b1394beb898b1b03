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
package io.connectembedded.samples.plugins;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL of its own, with logical decoding. */
final class Database implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    Database() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .start();
    }

    int port() {
        return postgres.getPort();
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement executed = connection.createStatement()) {
            for (String statement : statements) {
                executed.execute(statement);
            }
        }
    }

    /** The rows, each as its columns' values with blanks between; none as long as the table is not there. */
    List<String> rows(String table, String query) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                ResultSet there = connection.getMetaData().getTables(null, "public", table, null)) {
            return there.next() ? rows(connection, query) : List.of();
        }
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement executed = connection.createStatement();
                ResultSet found = executed.executeQuery(query)) {
            while (found.next()) {
                rows.add(row(found));
            }
        }
        return rows;
    }

    private static String row(ResultSet found) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
            columns.add(found.getString(column));
        }
        return String.join(" ", columns.stream().map(String::valueOf).toList());
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
