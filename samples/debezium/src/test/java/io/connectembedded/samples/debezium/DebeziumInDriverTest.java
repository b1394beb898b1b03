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
package io.connectembedded.samples.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Change data capture: the plug-in has threads of its own, and its database goes by its own clock. */
class DebeziumInDriverTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .start();
        sql("create table orders (id int primary key, what text not null)");
        sql("create publication orders for table orders");
        sql("select pg_create_logical_replication_slot('orders', 'pgoutput')");
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    private ConnectorSpec orders() {
        return ConnectorSpec.source("orders", "io.debezium.connector.postgresql.PostgresConnector")
                .with("topic.prefix", "shop")
                .with("database.hostname", "localhost")
                .with("database.port", postgres.getPort())
                .with("database.user", "postgres")
                .with("database.password", "postgres")
                .with("database.dbname", "postgres")
                .with("plugin.name", "pgoutput")
                .with("slot.name", "orders")
                .with("slot.retry.delay.ms", 100)
                .with("publication.name", "orders")
                .with("table.include.list", "public.orders")
                .with("snapshot.mode", "no_data")
                .with("poll.interval.ms", 50);
    }

    @Test
    void changes_are_neither_lost_nor_out_of_order_after_a_crash() throws Exception {
        sql("insert into orders values (1, 'order 1')");
        try (ConnectTestDriver driver = ConnectTestDriver.of(orders())) {
            // Not by all of the value and the offset: both tell when and where the change was read.
            SourceDriver orders = driver.source("orders").knownBy(DebeziumInDriverTest::change);
            assertThat(ids(polled(orders, 1))).containsExactly(1);
            insert(2, 5);
            assertThat(ids(polled(orders, 4))).containsExactly(2, 3, 4, 5);
            orders.ack(2);
            assertThat(orders.commit()).isTrue();
            crash(driver);
            insert(6, 8);
            assertThat(ids(polled(orders, 6))).containsExactly(3, 4, 5, 6, 7, 8);
            orders.ackAll();
            assertThat(orders.commit()).isTrue();
            driver.restart();
            sql("update orders set what = 'changed' where id = 8");
            assertThat(ids(polled(orders, 1))).containsExactly(8);
            orders.ackAll();
            driver.delivery()
                    .nothingLost()
                    .noOffsetAhead()
                    .inOrder()
                    .commitOnlyWhenDurable()
                    .nothingAgainAfterCommit();
            assertThat(driver.topic("shop.public.orders").values())
                    .extracting(value -> ((Struct) value).getStruct("after"))
                    .extracting(row -> row.getInt32("id") + " " + row.getString("what"))
                    .containsExactly(
                            "1 order 1",
                            "2 order 2",
                            "3 order 3",
                            "4 order 4",
                            "5 order 5",
                            "6 order 6",
                            "7 order 7",
                            "8 order 8",
                            "8 changed");
        }
    }

    /** With a process that is killed go its connections and its MBeans; the driver cannot take them from a plug-in. */
    private void crash(ConnectTestDriver driver) throws Exception {
        sql("select pg_terminate_backend(active_pid, 10000) from pg_replication_slots where active");
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : beans.queryNames(new ObjectName("debezium.postgres:*"), null)) {
            beans.unregisterMBean(name);
        }
        driver.crash();
    }

    private static String change(SourceRecord record) {
        Struct value = (Struct) record.value();
        return value.getString("op") + " " + value.getStruct("after");
    }

    /** The plug-in hands out what its own thread has read by then. */
    private static List<SourceRecord> polled(SourceDriver source, int count) {
        List<SourceRecord> all = new ArrayList<>();
        for (long end = System.nanoTime() + LIMIT.toNanos(); all.size() < count && System.nanoTime() < end; ) {
            all.addAll(source.poll());
        }
        return all;
    }

    private static List<Integer> ids(List<SourceRecord> records) {
        return records.stream()
                .map(record -> ((Struct) record.key()).getInt32("id"))
                .toList();
    }

    private void insert(int from, int to) throws SQLException {
        sql("insert into orders select n, 'order ' || n from generate_series(" + from + ", " + to + ") n");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        }
    }
}
