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
package io.connectembedded.offset;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Positions in a table of the host's database: PostgreSQL, MySQL, MariaDB, H2 or SQLite. Each call takes a connection of
 * the host's {@link javax.sql.DataSource} and gives it back; a write is one transaction of its own. The texts are kept
 * to the character, whatever the collation of the database.
 *
 * <p>{@link #table} and {@link #createTable} each give another store and change nothing on this one. Several workers may
 * share a store and a table, if no two of them have a connector of the same name. Stock Connect has no such store.
 */
public interface JdbcOffsetStore extends OffsetStore {
    /**
     * Where the positions are; {@code connect_offsets} by default.
     *
     * @param name a table's name, or a schema's and a table's with a dot between, of letters, digits and {@code _}, not
     *     beginning with a digit; it goes into SQL without quotes, so the database sees it in its own case
     * @throws IllegalArgumentException when it is not such a name
     */
    JdbcOffsetStore table(String name);

    /**
     * Creates the table when a worker starts and it is absent, which takes that right in the database. Without it an
     * absent table fails the start, with the {@code CREATE TABLE} to run in the message.
     */
    JdbcOffsetStore createTable();

    /**
     * Writes offsets in a transaction of the host, which thereby commits its own rows and the positions together or not
     * at all. It joins the transaction and never commits; on any thread, and also before {@link #open}. Of several
     * transactions that expect the same only one commits, at any isolation level.
     *
     * @param transaction a connection to the database of the table, autocommit off
     * @param expected what the rows hold now, one for each of {@code offsets}; an offset of null: no row yet
     * @param offsets what they are to hold; at most one per connector and partition; an offset of null deletes its row
     * @throws SQLException when a row is not as expected: another owner has moved the position; when autocommit is on;
     *     or what the driver throws. The transaction must be rolled back then
     * @throws IllegalArgumentException when the two do not name the same partitions, or a text cannot be stored
     */
    void write(Connection transaction, Collection<StoredOffset> expected, Collection<StoredOffset> offsets)
            throws SQLException;
}
