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
package io.connectembedded.kill;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;

/** A database that outlives the host that is killed. */
final class NumbersDatabase implements AutoCloseable {

    private final Server server;
    private final Connection connection;

    private NumbersDatabase(Server server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    static NumbersDatabase start() {
        try {
            Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists");
            server.start();
            // In memory as long as this connection is open.
            return new NumbersDatabase(server, DriverManager.getConnection(url(server)));
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not start: " + e.getMessage(), e);
        }
    }

    private static String url(Server server) {
        return "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:numbers";
    }

    String url() {
        return url(server);
    }

    /** No key: a row that is written twice is there twice. */
    void createTable() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table numbers (number bigint not null)");
        }
    }

    record Rows(long count, long distinct, long last) {}

    Rows rows() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select count(*), count(distinct number), max(number) from numbers")) {
            result.next();
            return new Rows(result.getLong(1), result.getLong(2), result.getLong(3));
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not end: " + e.getMessage(), e);
        } finally {
            server.stop();
        }
    }
}
