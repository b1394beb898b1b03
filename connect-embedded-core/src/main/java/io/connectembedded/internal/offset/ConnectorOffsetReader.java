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
package io.connectembedded.internal.offset;

import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of one connector, as its tasks look them up. A call blocks, but no longer than the limit, and not beyond
 * {@link #close()}, which any thread may call. Stored text that no longer can be read fails the call: to leave it out,
 * as Connect does, would start a source from scratch unseen.
 */
public final class ConnectorOffsetReader implements OffsetStorageReader, AutoCloseable {

    private static final Duration USUAL_LIMIT = Duration.ofMinutes(1);

    private final String connector;
    private final OffsetStorage storage;
    private final Duration limit;
    private final CompletableFuture<Object> closed = new CompletableFuture<>();

    /** With a limit of one minute per call. */
    public ConnectorOffsetReader(String connector, OffsetStorage storage) {
        this(connector, storage, USUAL_LIMIT);
    }

    public ConnectorOffsetReader(String connector, OffsetStorage storage, Duration limit) {
        this.connector = connector;
        this.storage = storage;
        this.limit = limit;
    }

    @Override
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        return offsets(Collections.singletonList(partition)).get(partition);
    }

    /** One look-up for all; a partition without offset has the value null. */
    @Override
    public <T> Map<Map<String, T>, @Nullable Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, String> texts = new HashMap<>();
        partitions.forEach(partition -> texts.put(partition, OffsetJson.partition(connector, partition)));
        StoredPartitions stored = new StoredPartitions(connector, read());
        Map<Map<String, T>, @Nullable Map<String, Object>> found = new HashMap<>();
        texts.forEach((partition, text) -> found.put(partition, stored.find(text)));
        return found;
    }

    /** Ends every call that waits and refuses all later ones. */
    @Override
    public void close() {
        closed.complete(Boolean.TRUE);
    }

    private Collection<StoredOffset> read() {
        requireOpen();
        CompletableFuture<Collection<StoredOffset>> reading = storage.read(connector);
        try {
            CompletableFuture.anyOf(reading, closed).get(storage.patience(limit).toNanos(), TimeUnit.NANOSECONDS);
            requireOpen();
            return reading.getNow(List.of());
        } catch (TimeoutException e) {
            throw new ConnectException(
                    "Connector " + connector + " got no offsets from the offset store within " + limit
                            + "; check that the store is reachable",
                    e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ConnectException(
                    "Connector " + connector + " could not read its offsets: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Connector " + connector + " was interrupted while it read its offsets", e);
        }
    }

    private void requireOpen() {
        if (closed.isDone()) {
            throw new ConnectException("The offset reader of connector " + connector
                    + " is closed, because its task was told to stop and did not in time");
        }
    }
}
