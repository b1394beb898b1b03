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

import io.connectembedded.spi.RuntimeServices;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Where the positions of source connectors live. Implement it to keep them elsewhere: a store may block and may
 * throw anything. The worker calls it by one thread at a time, groups the flushes of all tasks into one
 * {@link #write}, bounds that by {@code offset.flush.timeout.ms} and tries again later.
 *
 * <p>An offset is exact JSON text, in the form Connect keeps it; a store must give back what it was given, to the
 * byte.
 */
public interface OffsetStore extends AutoCloseable {
    /**
     * A store in the memory of this JVM: positions outlive a restart of the worker, not of the process. For tests
     * and for sources that start anew each time.
     */
    static OffsetStore memory() {
        return RuntimeServices.load(Factory.class).memory();
    }

    /**
     * A store in one local file that survives a crash at any instant; it also reads the file of a Connect
     * standalone worker ({@code offset.storage.file.filename}).
     *
     * @param file the file; created with the first write
     */
    static OffsetStore file(Path file) {
        Objects.requireNonNull(file, "file");
        return RuntimeServices.load(Factory.class).file(file);
    }

    /**
     * A store in a compacted Kafka topic, in the format of Connect's distributed worker ({@code offset.storage.topic}).
     *
     * @param topic the topic; made when the worker starts and it is absent, with 25 partitions and three replicas unless
     *     the store or the worker's {@code offset.storage.*} settings say otherwise
     */
    static KafkaOffsetStore kafka(String topic) {
        Objects.requireNonNull(topic, "topic");
        return RuntimeServices.load(Factory.class).kafka(topic);
    }

    /**
     * A store in a table of the host's database, where a sink can commit its position and its rows in one transaction.
     *
     * @param dataSource the host's; asked for one connection at a time, which is given back after each call
     */
    static JdbcOffsetStore jdbc(DataSource dataSource) {
        Objects.requireNonNull(dataSource, "dataSource");
        return RuntimeServices.load(Factory.class).jdbc(dataSource);
    }

    /**
     * Called when the worker starts, and again when it starts after {@link #close()}. Does nothing by default.
     *
     * @param context what the store may need of the worker
     * @throws Exception anything; the start of the worker fails with it
     */
    default void open(OffsetStoreContext context) throws Exception {}

    /**
     * All offsets of a connector, as last written by anyone.
     *
     * @param connector the connector's name
     * @return one entry per source partition; empty when there are none
     * @throws Exception anything; the task that needs the offsets fails with it
     */
    Collection<StoredOffset> read(String connector) throws Exception;

    /**
     * Writes offsets, all or none; they are durable when it returns.
     *
     * @param offsets at most one per connector and partition; an offset of null deletes its partition
     * @throws Exception anything; nothing has been written, and the worker tries again later
     */
    void write(Collection<StoredOffset> offsets) throws Exception;

    /** Called when the worker stops; the store may be opened again. Does nothing by default. */
    @Override
    default void close() {}

    /** Creates the stores of this library. Not for users: implemented by {@code connect-embedded-core}. */
    interface Factory {
        /** See {@link OffsetStore#memory()}. */
        OffsetStore memory();

        /**
         * See {@link OffsetStore#file(Path)}.
         *
         * @param file the file; created with the first write
         */
        OffsetStore file(Path file);

        /**
         * See {@link OffsetStore#kafka(String)}.
         *
         * @param topic the topic; made when the worker starts and it is absent
         */
        KafkaOffsetStore kafka(String topic);

        /**
         * See {@link OffsetStore#jdbc(DataSource)}.
         *
         * @param dataSource the host's
         */
        JdbcOffsetStore jdbc(DataSource dataSource);
    }
}
