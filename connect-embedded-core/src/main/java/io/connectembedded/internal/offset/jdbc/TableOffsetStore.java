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
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offsets in a table; it holds nothing between two calls, so that several workers and host threads may share one. */
public final class TableOffsetStore implements JdbcOffsetStore {

    private static final Logger LOG = LoggerFactory.getLogger(TableOffsetStore.class);

    private final OwnTransactions transactions;
    private final TableName table;
    private final boolean create;

    /** The table {@code connect_offsets}, not created; touches nothing until it is opened. */
    public TableOffsetStore(DataSource dataSource) {
        this(new OwnTransactions(dataSource), TableName.USUAL, false);
    }

    private TableOffsetStore(OwnTransactions transactions, TableName table, boolean create) {
        this.transactions = transactions;
        this.table = table;
        this.create = create;
    }

    @Override
    public JdbcOffsetStore table(String name) {
        return new TableOffsetStore(transactions, TableName.of(name), create);
    }

    @Override
    public JdbcOffsetStore createTable() {
        return new TableOffsetStore(transactions, table, true);
    }

    @Override
    public void open(OffsetStoreContext context) {
        Dialect dialect = told(connection -> Dialect.of(connection.getMetaData()));
        if (dialect == Dialect.STANDARD) {
            LOG.warn(
                    "{} of worker {} is in a database it is not tested with; it uses standard SQL there."
                            + " PostgreSQL, MySQL, MariaDB, H2 and SQLite are tested",
                    this,
                    context.workerName());
        }
        TableCheck check = new TableCheck(table, dialect);
        try {
            transactions.run(check::run);
        } catch (SQLException | RuntimeException e) {
            if (!create || !check.isMissing(e)) {
                throw check.failure(e);
            }
            create(check);
        }
    }

    private void create(TableCheck check) {
        try {
            transactions.run(check::create);
        } catch (SQLException | RuntimeException e) {
            if (!isThere(check)) {
                throw SqlFailures.told("the table " + table + " is missing and cannot be created", e);
            }
        }
    }

    /** Another worker may have created it just then, which some databases tell by a failure. */
    private boolean isThere(TableCheck check) {
        try {
            return transactions.run(check::run);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The table {} is not there: {}", table, SqlFailures.masked(Failures.messageOf(e)));
            return false;
        }
    }

    @Override
    public Collection<StoredOffset> read(String connector) {
        return told(connection -> new OffsetRows(connection, table).read(connector));
    }

    @Override
    public void write(Collection<StoredOffset> offsets) {
        List<StoredRow> rows = StoredRow.inOrder(offsets);
        if (!rows.isEmpty()) {
            told(connection -> new OffsetRows(connection, table).write(rows));
        }
    }

    @Override
    public void write(Connection transaction, Collection<StoredOffset> expected, Collection<StoredOffset> offsets)
            throws SQLException {
        List<ExpectedRow> rows = ExpectedRow.inOrder(expected, offsets);
        if (transaction.getAutoCommit()) {
            throw new SQLException(this + " writes positions only within a transaction, and this connection is in"
                    + " autocommit mode: call setAutoCommit(false) before, and commit() after");
        }
        new ConditionalWrite(transaction, table).run(rows);
    }

    private <T> T told(SqlStep<T> step) {
        try {
            return transactions.run(step);
        } catch (ConnectEmbeddedException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            throw SqlFailures.told("the database says", e);
        }
    }

    @Override
    public String toString() {
        return "JdbcOffsetStore(" + table + ")";
    }
}
