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
package io.connectembedded.internal.source;

import io.connectembedded.internal.offset.OffsetJson;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.source.inflight.SubmittedRecords;
import io.connectembedded.offset.StoredOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The way of a task's offsets into the store: committable, flushing, durable. What a failed flush carried is kept and
 * written by the next, unless a newer offset has taken its place. One flush at a time. What is not durable yet is read again after a kill (I6).
 */
final class SourceOffsets {

    private final String connector;
    private final SubmittedRecords submitted;
    private final OffsetStorage storage;
    private final Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> undurable =
            new LinkedHashMap<>(); // by "this"
    private CompletableFuture<Integer> running = CompletableFuture.completedFuture(0); // guarded by "this"
    private boolean cancelled; // guarded by "this"

    SourceOffsets(String connector, SubmittedRecords submitted, OffsetStorage storage) {
        this.connector = connector;
        this.submitted = submitted;
        this.storage = storage;
    }

    /**
     * Writes what is committable; the future is done when it is durable, with the number of source partitions. While a
     * flush runs, that one is returned.
     */
    synchronized CompletableFuture<Integer> flush() {
        if (cancelled) {
            return CompletableFuture.failedFuture(
                    new ConnectException("The task was abandoned; its offsets are its successor's to write"));
        }
        if (!running.isDone()) {
            return running;
        }
        try {
            submitted.advance();
            undurable.putAll(submitted.takeCommittable());
        } catch (RuntimeException e) {
            // The values in the maps are the task's own, and one may fail in its hashCode.
            return CompletableFuture.failedFuture(e);
        }
        if (undurable.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> flushed = new LinkedHashMap<>(undurable);
        running = write(flushed).thenApply(done -> durable(flushed));
        return running;
    }

    /** No flush begins any more: by now a successor of the task may have stored newer offsets. */
    synchronized void cancel() {
        cancelled = true;
    }

    private CompletableFuture<Void> write(Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> offsets) {
        try {
            List<StoredOffset> stored = new ArrayList<>(offsets.size());
            offsets.forEach((partition, offset) -> stored.add(new StoredOffset(
                    connector, OffsetJson.partition(connector, partition), OffsetJson.offset(connector, offset))));
            return storage.write(stored);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized int durable(Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> flushed) {
        flushed.forEach((partition, offset) -> {
            if (undurable.get(partition) == offset) {
                undurable.remove(partition);
            }
        });
        return flushed.size();
    }
}
