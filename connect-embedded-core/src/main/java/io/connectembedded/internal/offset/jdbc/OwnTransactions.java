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
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions of the store's own, each on a connection that goes back as it came, whatever happens. */
final class OwnTransactions {

    private final DataSource dataSource;

    OwnTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Commits what the step did, or nothing of it. */
    <T> T run(SqlStep<T> step) throws SQLException {
        try (HeldInterrupt interrupt = new HeldInterrupt();
                Connection connection = connection()) {
            boolean autoCommit = connection.getAutoCommit();
            try {
                setAutoCommit(connection, autoCommit, false);
                T result = step.run(connection);
                connection.commit();
                interrupt.hold();
                setAutoCommit(connection, autoCommit, true);
                return result;
            } catch (Throwable e) {
                interrupt.hold();
                undo(connection, autoCommit, e);
                throw e;
            }
        }
    }

    private Connection connection() {
        try {
            return dataSource.getConnection();
        } catch (SQLException | RuntimeException e) {
            throw SqlFailures.told("the host's DataSource gives no connection", e);
        }
    }

    /** A connection that comes without autocommit is left so. */
    private static void setAutoCommit(Connection connection, boolean was, boolean now) throws SQLException {
        if (was) {
            connection.setAutoCommit(now);
        }
    }

    private static void undo(Connection connection, boolean autoCommit, Throwable failure) {
        try {
            connection.rollback();
            setAutoCommit(connection, autoCommit, true);
        } catch (SQLException | RuntimeException e) {
            keep(e, failure);
            abort(connection, failure);
        }
    }

    /** To switch autocommit on, or to close, may commit what could not be rolled back. */
    private static void abort(Connection connection, Throwable failure) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            keep(e, failure);
        }
    }

    /** A driver or pool may throw one object again and again. */
    private static void keep(Exception second, Throwable failure) {
        if (second != failure) {
            failure.addSuppressed(second);
        }
    }
}
