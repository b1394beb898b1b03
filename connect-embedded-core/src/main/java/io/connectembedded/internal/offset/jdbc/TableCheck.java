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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a table is one of offsets, in a version that is understood here. */
record TableCheck(TableName table, Dialect dialect) {

    /** The version of the rows written here. */
    static final int FORMAT = 1;

    /** Fails where the table is absent, another one, or newer. */
    boolean run(Connection connection) throws SQLException {
        String newer = "SELECT format_version, revision, " + Dialect.COLUMNS + " FROM " + table
                + " WHERE format_version > " + FORMAT;
        try (PreparedStatement statement = connection.prepareStatement(newer)) {
            statement.setMaxRows(1);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    requireKnown(table, rows.getInt(1));
                }
            }
        }
        return true;
    }

    static void requireKnown(TableName table, int version) {
        if (version != FORMAT) {
            throw new ConnectEmbeddedException("the table " + table + " holds rows of format_version " + version
                    + ", and this version of the library reads " + FORMAT + "; use the one that wrote them, or newer");
        }
    }

    /** Creates the table, or finds that another worker just did. */
    boolean create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(dialect.create(table));
        }
        return true;
    }

    boolean isMissing(Throwable thrown) {
        return thrown instanceof SQLException e && dialect.isMissingTable(e);
    }

    /** What is told when {@link #run} threw it. */
    ConnectEmbeddedException failure(Exception thrown) {
        if (thrown instanceof ConnectEmbeddedException own) {
            return own;
        }
        if (isMissing(thrown)) {
            return SqlFailures.told(missing() + "; the database says", thrown);
        }
        String what = thrown instanceof SQLException e && dialect.isRefused(e)
                ? "the table " + table + " is none of offsets, which is made by " + dialect.create(table) + "; the"
                : "the";
        return SqlFailures.told(what + " database says", thrown);
    }

    String missing() {
        return "the table " + table + " is missing; call createTable() on the store, or run " + dialect.create(table);
    }
}
