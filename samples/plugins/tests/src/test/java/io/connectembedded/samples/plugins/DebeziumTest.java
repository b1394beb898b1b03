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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debezium's source and its JDBC sink, between tables of a real PostgreSQL, unchanged and each in its own loader. */
@ConnectTest(
        allowedLogs = {
            "^WARN (io\\.debezium|org\\.hibernate|com\\.mchange)\\.",
            "^ERROR io\\.debezium.*PostgresConnector Failed testing connection", // in the test of that
            "^ERROR io\\.debezium.*PostgresReplicationConnection .*keepalive" // when it is stopped
        })
class DebeziumTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** What the provider has for SHOP_PASSWORD; the build sets it. */
    private static final String PASSWORD = System.getenv("SHOP_PASSWORD");

    private static final String SOURCE = "io.debezium.connector.postgresql.PostgresConnector";

    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        database = new Database();
        database.run("create role shop superuser login password '" + PASSWORD + "'");
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    private static ConnectorSpec source(String name) {
        return ConnectorSpec.source(name + "-source", SOURCE)
                .with("topic.prefix", name)
                .with("database.hostname", "localhost")
                .with("database.port", database.port())
                .with("database.user", "shop")
                .with("database.password", "${env:SHOP_PASSWORD}")
                .with("database.dbname", "postgres")
                .with("plugin.name", "pgoutput")
                .with("slot.name", name)
                .with("slot.drop.on.stop", true)
                .with("publication.name", name)
                .with("publication.autocreate.mode", "filtered")
                .with("table.include.list", "public." + name)
                .with("poll.interval.ms", 50)
                .with("key.converter", "JsonConverter")
                .with("value.converter", "JsonConverter");
    }

    private static ConnectorSpec sink(String name) {
        return ConnectorSpec.sink(name + "-sink", "JdbcSinkConnector")
                .topics(name + ".public." + name)
                .with("connection.url", "jdbc:postgresql://localhost:" + database.port() + "/postgres")
                .with("connection.username", "shop")
                .with("connection.password", "${env:SHOP_PASSWORD}")
                .with("collection.name.format", name + "_copy")
                .with("insert.mode", "upsert")
                .with("delete.enabled", true)
                .with("primary.key.mode", "record_key")
                .with("schema.evolution", "basic")
                .with("key.converter", "JsonConverter")
                .with("value.converter", "JsonConverter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugin-path", "plugin-path-thin"})
    void changes_of_a_table_and_of_its_columns_arrive_in_the_other_table(
            String folder, KafkaBroker broker, ConnectWorker.Builder builder) throws Exception {
        String table = folder.replace('-', '_');
        List<Driver> before = DriverManager.drivers().toList();
        broker.createTopic(table + ".public." + table, 1);
        database.run(
                "create table " + table + " (id int primary key, what text not null)",
                "insert into " + table + " values (1, 'tea'), (2, 'milk')");
        assertThatThrownBy(() -> Class.forName(SOURCE)).as("of the host").isInstanceOf(ClassNotFoundException.class);
        try (SecretWatch watch = SecretWatch.of(PASSWORD);
                ConnectWorker worker = worker(builder, Folders.of("debezium-jdbc", folder), table)) {
            worker.listen(ConnectListener.on(ConnectEvent.class, watch::told));
            worker.start();
            awaitRows(table, "1 tea", "2 milk");

            database.run(
                    "update " + table + " set what = 'coffee' where id = 1", "delete from " + table + " where id = 2");
            awaitRows(table, "1 coffee");

            database.run(
                    "alter table " + table + " add column price int",
                    "insert into " + table + " values (3, 'bread', 4)");
            awaitRows(table, "1 coffee null", "3 bread 4");

            watch.told(worker.describe());
            worker.connectors().all().forEach(connector -> watch.told(connector.status()));
            watch.told(worker.validate(sink(table)).await());
            watch.nothingFound();
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(DriverManager.drivers())
                        .as("drivers of the host")
                        .containsExactlyElementsOf(before));
    }

    @Test
    void a_database_that_is_not_there_is_told_without_the_password(ConnectWorker.Builder builder) {
        try (SecretWatch watch = SecretWatch.of(PASSWORD);
                ConnectWorker worker = withProvider(builder, Folders.of("debezium-postgres"), Folders.of("strimzi"))
                        .build()) {
            worker.start();
            var created = worker.connectors().put(source("nowhere").with("database.port", 1));

            assertThatThrownBy(created::await)
                    .hasMessageContaining("database.hostname")
                    .satisfies(watch::told);
            watch.nothingFound();
        }
    }

    private static ConnectWorker worker(ConnectWorker.Builder builder, Path jdbc, String table) {
        return withProvider(builder, Folders.of("debezium-postgres"), jdbc, Folders.of("strimzi"))
                .connector(source(table))
                .connector(sink(table))
                .build();
    }

    private static ConnectWorker.Builder withProvider(ConnectWorker.Builder builder, Path... folders) {
        return builder.pluginPath(folders)
                .with("config.providers", "env")
                .with("config.providers.env.class", "io.strimzi.kafka.EnvVarConfigProvider");
    }

    private static void awaitRows(String table, String... rows) {
        String copy = table + "_copy";
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(database.rows(copy, "select * from " + copy + " order by id"))
                        .containsExactly(rows));
    }
}
