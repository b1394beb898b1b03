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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.LogLines;
import io.connectembedded.internal.offset.TestContext;
import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableOffsetStoreTest {

    private final WatchedSource database = new WatchedSource();
    private final JdbcOffsetStore store = new TableOffsetStore(database).createTable();

    private static StoredOffset at(String offset) {
        return new StoredOffset("c", "{\"p\":1}", offset);
    }

    private void opened() throws Exception {
        store.open(new TestContext());
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"offsets", "_o1", "app.connect_offsets", "A.B"})
    void a_table_may_have_a_schema(String name) {
        assertThat(store.table(name)).hasToString("JdbcOffsetStore(" + name + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a;drop table b", "a.b.c", "a.", ".a", "\"a\"", "a--", "ä", "a\n"})
    void a_table_whose_name_is_none_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.table(name))
                .withMessageContaining("'" + name + "' is no name for a table");
    }

    @Test
    void a_table_in_a_schema_is_created_and_used() throws Exception {
        database.run("create schema app");
        JdbcOffsetStore inSchema = store.table("app.positions");
        inSchema.open(new TestContext());
        inSchema.write(List.of(at("{}")));
        assertThat(new TableOffsetStore(database).table("APP.POSITIONS").read("c"))
                .containsExactly(at("{}"));
    }

    @Test
    void settings_give_another_store_and_change_nothing_on_this_one() {
        JdbcOffsetStore plain = new TableOffsetStore(database);
        plain.table("other").createTable();
        assertThatThrownBy(() -> plain.open(new TestContext()))
                .hasMessageContaining("table connect_offsets is missing");
        assertThatThrownBy(() -> plain.table("other").open(new TestContext()))
                .hasMessageContaining("table other is missing");
    }

    @Test
    void a_table_is_not_touched_where_it_is() throws Exception {
        opened();
        store.write(List.of(at("{}")));
        database.calls.clear();
        opened();
        assertThat(store.read("c")).containsExactly(at("{}"));
        assertThat(database.calls).doesNotContain("createStatement");
    }

    @Test
    void a_table_that_another_worker_creates_meanwhile_is_used() throws Exception {
        database.failing = "createStatement";
        assertThat(catchThrowable(this::opened)).hasMessageContaining("is missing and cannot be created: simulated");
        database.before = () -> elsewhere(Dialect.H2.create(TableName.USUAL));
        opened();
        assertThat(store.read("c")).isEmpty();
    }

    private void elsewhere(String sql) {
        try {
            database.run(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_table_that_is_another_one_is_refused() throws Exception {
        database.run("create table connect_offsets (id int)");
        assertThat(catchThrowable(this::opened))
                .hasMessageContaining("the table connect_offsets is none of offsets")
                .hasMessageContaining("CREATE TABLE")
                .hasMessageContaining("SQL state 42S22");
    }

    @Test
    void a_connection_that_breaks_says_nothing_of_the_table() throws Exception {
        opened();
        database.failing = "executeQuery";
        assertThatThrownBy(this::opened).hasMessage("the database says: simulated (SQL state 08006)");
        assertThat(database.open).hasValue(0);
    }

    @Test
    void a_row_that_was_changed_by_hand_is_told_with_what_makes_it_right() throws Exception {
        opened();
        store.write(List.of(at("{\"o\":1}")));
        database.run("update connect_offsets set offset_json = '{\"o\":7}'");
        Throwable told = catchThrowable(() -> store.read("c"));
        assertThat(told)
                .hasMessageContaining("connect_offsets")
                .hasMessageContaining("connector c")
                .hasMessageContaining("{\"o\":7}")
                .hasMessageContaining("set its offset_key to ");
        String key = told.getMessage().replaceAll("(?s).*set its offset_key to (\\w+),.*", "$1");
        database.run("update connect_offsets set offset_key = '" + key + "'");
        assertThat(store.read("c")).containsExactly(at("{\"o\":7}"));
    }

    @Test
    void a_text_no_database_keeps_is_refused_for_all_and_nothing_written() throws Exception {
        opened();
        for (StoredOffset bad : List.of(
                at("{\0}"),
                at("\ud800"),
                new StoredOffset("c\0", "{}", "{}"),
                new StoredOffset("c", "{\"p\":\"\udc00\"}", null))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.write(List.of(at("{}"), bad)))
                    .withMessageContaining("cannot be kept in a database")
                    .withMessageContaining("connector c");
        }
        assertThat(store.read("c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_connection_goes_back_as_it_came(boolean autoCommit) throws Exception {
        database.autoCommit = autoCommit;
        opened();
        store.write(List.of(at("{}")));
        assertThat(store.read("c")).hasSize(1);
        assertThat(database.open).hasValue(0);
        assertThat(database.givenBack).isNotEmpty().containsOnly(autoCommit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "getConnection",
                "getAutoCommit",
                "getMetaData",
                "prepareStatement",
                "setString",
                "addBatch",
                "executeBatch",
                "commit"
            })
    void a_write_that_fails_anywhere_writes_nothing_and_gives_its_connection_back(String method) throws Exception {
        opened();
        store.write(List.of(at("{\"o\":1}")));
        database.givenBack.clear();
        database.failing = method;
        assertThatThrownBy(() -> store.write(List.of(at("{\"o\":2}"), new StoredOffset("d", "{}", "{}"))))
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("simulated (SQL state 08006)");
        assertThat(database.open).hasValue(0);
        database.failing = "";
        assertThat(database.givenBack).doesNotContain(false);
        assertThat(store.read("c")).containsExactly(at("{\"o\":1}"));
        assertThat(store.read("d")).isEmpty();
    }

    @Test
    void what_cannot_be_rolled_back_is_not_committed_by_giving_the_connection_back() throws Exception {
        opened();
        database.calls.clear();
        database.failing = "commit,rollback";
        assertThatThrownBy(() -> store.write(List.of(at("{}")))).hasMessageContaining("simulated");
        assertThat(database.calls).contains("abort");
        assertThat(database.calls.stream().filter("setAutoCommit"::equals)).hasSize(1);
        database.failing = "";
        assertThat(store.read("c")).isEmpty();
    }

    @Test
    void an_interrupt_does_not_hold_the_connection_back_and_stays_set() throws Exception {
        opened();
        database.before = () -> Thread.currentThread().interrupt();
        database.failing = "executeBatch";
        assertThatThrownBy(() -> store.write(List.of(at("{}")))).hasMessageContaining("simulated");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(database.open).hasValue(0);
        assertThat(database.calls).contains("rollback").doesNotContain("abort");
    }

    @Test
    void neither_url_nor_password_of_what_a_driver_says_is_told() {
        SQLException reason = new SQLException("FATAL: password=swordfish; is wrong for user app", "28P01");
        for (Exception each : List.of(
                new SQLException("No suitable driver found for jdbc:postgresql://app:swordfish@db/shop?x=1"),
                new IllegalStateException("Failed: jdbc:h2:mem:x;USER=app;PASSWORD=swordfish", reason),
                new BatchUpdateException(reason.getMessage(), new int[0], reason))) {
            database.failing = "getConnection";
            database.failure = each;
            Throwable told = catchThrowable(this::opened);
            assertThat(told).hasMessageContaining("the host's DataSource gives no connection: ");
            assertThat(trace(told)).doesNotContain("swordfish").contains("[hidden]");
        }
        assertThat(store.toString()).doesNotContain("swordfish");
    }

    @Test
    void of_a_batch_the_reason_is_told_and_not_what_it_held() throws Exception {
        opened();
        BatchUpdateException batch = new BatchUpdateException("Batch entry 0 MERGE ... was aborted", new int[0]);
        batch.setNextException(new SQLException("disk full", "53100"));
        database.failing = "executeBatch";
        database.failure = batch;
        assertThatThrownBy(() -> store.write(List.of(at("{}"))))
                .hasMessage("the database says: disk full (SQL state 53100)")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void a_database_that_is_not_known_gets_standard_sql_and_is_told_of() throws Exception {
        database.product = "Oracle";
        try (LogLines lines = new LogLines(TableOffsetStore.class)) {
            opened();
            assertThat(lines.at(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("JdbcOffsetStore(connect_offsets) of worker test is in a database it is not tested with");
        }
        store.write(List.of(at("{\"o\":1}"), new StoredOffset("c", "{\"p\":2}", "{}")));
        store.write(List.of(at("{\"o\":2}"), new StoredOffset("c", "{\"p\":2}", null)));
        assertThat(store.read("c")).containsExactly(at("{\"o\":2}"));
    }

    @Test
    void expectations_and_offsets_name_the_same_partitions() throws Exception {
        opened();
        try (Connection connection = database.direct()) {
            connection.setAutoCommit(false);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.write(connection, List.of(), List.of(at("{}"))))
                    .withMessageContaining("Of connector c, partition {\"p\":1} nothing is expected");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.write(connection, List.of(at(null)), List.of()))
                    .withMessageContaining("For connector c, partition {\"p\":1} something is expected");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.write(connection, List.of(at(null)), List.of(at("{}"), at("{}"))));
            store.write(connection, List.of(), List.of());
            connection.commit();
        }
        assertThat(store.read("c")).isEmpty();
    }

    @Test
    void a_product_is_known_by_its_name_in_any_locale() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            for (String product : List.of("SQLite", "MariaDB", "MySQL", "PostgreSQL", "H2")) {
                database.product = product;
                try (Connection connection = database.getConnection()) {
                    assertThat(Dialect.of(connection.getMetaData())).isNotEqualTo(Dialect.STANDARD);
                }
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
