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

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** All in which the databases differ. */
enum Dialect {
    POSTGRESQL("VARCHAR(64)", "TEXT", "", "42P01") {
        @Override
        String upsert(TableName table) {
            return onConflict(table);
        }
    },
    /** MariaDB too. The default of an old server may be an engine without transactions and texts without emoji. */
    MYSQL(
            "VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin",
            "LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            " ENGINE=InnoDB",
            "42S02") {
        @Override
        String upsert(TableName table) {
            return insert(table) + " ON DUPLICATE KEY UPDATE offset_json = VALUES(offset_json),"
                    + " offset_key = VALUES(offset_key)";
        }
    },
    H2("VARCHAR(64)", "VARCHAR", "", "42S02 42S03 42S04") {
        @Override
        String upsert(TableName table) {
            return "MERGE INTO " + table + " (" + COLUMNS + ") KEY (connector_key, partition_key) VALUES (" + MARKS
                    + ")";
        }
    },
    SQLITE("TEXT", "TEXT", "", "") {
        @Override
        String upsert(TableName table) {
            return onConflict(table);
        }

        @Override
        boolean isMissingTable(SQLException e) {
            // The driver gives no state.
            return String.valueOf(e.getMessage()).contains("no such table");
        }

        @Override
        boolean isRefused(SQLException e) {
            return e.getErrorCode() == SQLITE_ERROR;
        }

        @Override
        boolean isKeyTaken(SQLException e) {
            return (e.getErrorCode() & 0xff) == SQLITE_CONSTRAINT || super.isKeyTaken(e);
        }
    },
    /** For a database not known here: a row is deleted and inserted again. */
    STANDARD("VARCHAR(64)", "VARCHAR(4000)", "", "S0002") {
        @Override
        String create(TableName table) {
            return super.create(table).replace("IF NOT EXISTS ", "");
        }

        @Override
        boolean isMissingTable(SQLException e) {
            // What cannot be told apart from other mistakes in a statement.
            return isRefused(e) || super.isMissingTable(e);
        }

        @Override
        boolean deletesBeforeInsert() {
            return true;
        }
    };

    /** Those that a new row has to be given. */
    static final String COLUMNS =
            "connector_key, partition_key, connector_name, partition_json, offset_json, offset_key";

    private static final String MARKS = "?, ?, ?, ?, ?, ?";
    private static final int SQLITE_ERROR = 1;
    private static final int SQLITE_CONSTRAINT = 19;

    private final String keyType;
    private final String textType;
    private final String suffix;
    private final String missingTable;

    /** Its SQL for a key and for a text, what follows a new table, and the states that say a table is missing. */
    Dialect(String keyType, String textType, String suffix, String missingTable) {
        this.keyType = keyType;
        this.textType = textType;
        this.suffix = suffix;
        this.missingTable = missingTable;
    }

    static Dialect of(DatabaseMetaData database) throws SQLException {
        String product = String.valueOf(database.getDatabaseProductName()).toLowerCase(Locale.ROOT);
        return switch (product) {
            case "postgresql" -> POSTGRESQL;
            case "mysql", "mariadb" -> MYSQL;
            case "h2" -> H2;
            case "sqlite" -> SQLITE;
            default -> STANDARD;
        };
    }

    /** One line, to be run by hand too. */
    String create(TableName table) {
        return "CREATE TABLE IF NOT EXISTS " + table + " (connector_key " + keyType + " NOT NULL, partition_key "
                + keyType
                + " NOT NULL, connector_name " + textType + " NOT NULL, partition_json " + textType
                + " NOT NULL, offset_json " + textType + " NOT NULL, offset_key " + keyType
                + " NOT NULL, revision BIGINT DEFAULT 0 NOT NULL, format_version INT DEFAULT 1 NOT NULL,"
                + " PRIMARY KEY (connector_key, partition_key))" + suffix;
    }

    /** The parameters of all three are those of {@link #COLUMNS}. */
    String upsert(TableName table) {
        return insert(table);
    }

    final String insert(TableName table) {
        return "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (" + MARKS + ")";
    }

    final String onConflict(TableName table) {
        return insert(table) + " ON CONFLICT (connector_key, partition_key)"
                + " DO UPDATE SET offset_json = excluded.offset_json, offset_key = excluded.offset_key";
    }

    /** Whether {@link #upsert} fails where there is a row. */
    boolean deletesBeforeInsert() {
        return false;
    }

    boolean isMissingTable(SQLException e) {
        return e.getSQLState() != null && missingTable.contains(e.getSQLState());
    }

    /** Whether a statement was wrong for what is in the database. */
    boolean isRefused(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("42");
    }

    boolean isKeyTaken(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("23");
    }
}
