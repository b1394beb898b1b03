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
package io.connectembedded.docs;

import io.connectembedded.offset.JdbcOffsetStore;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The code of docs/offsets.md on databases, between markers; SnippetsTest compares. Compiled, not run. */
abstract class JdbcStoreSnippets {

    static OffsetStore store(DataSource dataSource) {
        // snippet: jdbc-store
        OffsetStore store =
                OffsetStore.jdbc(dataSource).table("shop.connect_offsets").createTable();
        // end
        return store;
    }

    abstract void insertRows(Connection transaction) throws SQLException;

    void move(DataSource dataSource, JdbcOffsetStore store, StoredOffset was, StoredOffset is) throws SQLException {
        // snippet: jdbc-transaction
        try (Connection transaction = dataSource.getConnection()) {
            transaction.setAutoCommit(false);
            insertRows(transaction);
            store.write(transaction, List.of(was), List.of(is));
            transaction.commit();
        }
        // end
    }
}
