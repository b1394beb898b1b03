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

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database of its own whose connections are counted, and fail in the method a test names. */
final class WatchedSource implements DataSource {

    final AtomicInteger open = new AtomicInteger();
    /** Whether autocommit was on, for each connection given back. */
    final List<Boolean> givenBack = new ArrayList<>();

    final List<String> calls = new ArrayList<>();
    private final JdbcDataSource database = new JdbcDataSource();
    volatile String failing = "";
    volatile Exception failure = new SQLException("simulated", "08006");
    String product = "H2";
    boolean autoCommit = true;
    /** What happens just before a failure. */
    Runnable before = () -> {};

    WatchedSource() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** Unwatched. */
    Connection direct() throws SQLException {
        return database.getConnection();
    }

    void run(String sql) throws SQLException {
        try (Connection connection = direct();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        fail("getConnection");
        Connection connection = database.getConnection();
        connection.setAutoCommit(autoCommit);
        open.incrementAndGet();
        return proxy(Connection.class, connection);
    }

    private void fail(String method) throws SQLException {
        if (!failing.isEmpty() && List.of(failing.split(",")).contains(method)) {
            before.run();
            if (failure instanceof SQLException e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }
    }

    private <T> T proxy(Class<T> type, Object real) {
        InvocationHandler handler = (self, method, arguments) -> {
            calls.add(method.getName());
            if (method.getName().equals("close") && real instanceof Connection connection) {
                givenBack.add(connection.getAutoCommit());
                open.decrementAndGet();
            }
            if (method.getName().equals("getDatabaseProductName")) {
                return product;
            }
            fail(method.getName());
            return wrapped(answer(real, method, arguments));
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object answer(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object wrapped(Object answer) {
        if (answer instanceof PreparedStatement) {
            return proxy(PreparedStatement.class, answer);
        }
        return answer instanceof DatabaseMetaData ? proxy(DatabaseMetaData.class, answer) : answer;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("it wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public String toString() {
        return "the data source with the password swordfish";
    }
}
