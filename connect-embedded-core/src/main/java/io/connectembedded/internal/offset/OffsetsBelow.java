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

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.offset.StoredOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's offsets below those that a connector has of its own (KIP-618). What is not above is looked up here; what
 * is written above is written here afterwards, if possible. What is deleted is deleted here first: else it would come
 * back from here. Any thread; what it does later it does on store threads.
 */
final class OffsetsBelow {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetsBelow.class);

    private final OffsetStorage storage;
    private final String connector;
    private CompletableFuture<Void> newest = CompletableFuture.completedFuture(null); // guarded by this
    private CompletableFuture<Void> deleting = newest; // guarded by this; whoever comes later must not overtake it
    private boolean failing; // guarded by this

    OffsetsBelow(OffsetStorage storage, String connector) {
        this.storage = storage;
        this.connector = connector;
    }

    /** What is found above, and below it what is not. */
    CompletableFuture<Collection<StoredOffset>> under(
            String of, CompletableFuture<Collection<StoredOffset>> readingAbove) {
        return result(storage.read(of).thenCombine(readingAbove, OffsetsBelow::merged));
    }

    private static Collection<StoredOffset> merged(Collection<StoredOffset> below, Collection<StoredOffset> above) {
        Map<String, StoredOffset> all = new LinkedHashMap<>();
        below.forEach(offset -> all.put(offset.partition(), offset));
        // Of two partitions that mean the same the later one counts.
        above.forEach(offset -> all.remove(offset.partition()));
        above.forEach(offset -> all.put(offset.partition(), offset));
        return List.copyOf(all.values());
    }

    /** Done when it is written {@code above}. */
    CompletableFuture<Void> around(Collection<StoredOffset> offsets, Supplier<CompletableFuture<Void>> above) {
        List<StoredOffset> written = List.copyOf(offsets);
        synchronized (this) {
            boolean deletes = !deletions(written).isEmpty();
            CompletableFuture<Void> turn = deletes ? newest : deleting;
            CompletableFuture<Void> writing = turn.handle((done, failure) -> null)
                    .thenCompose(done -> before(written))
                    .thenCompose(done -> above.get())
                    .thenRun(() -> after(written));
            newest = writing;
            if (deletes || !turn.isDone()) {
                deleting = writing;
            }
            return result(writing);
        }
    }

    /** Done when what is to be deleted is deleted here. */
    CompletableFuture<Void> before(Collection<StoredOffset> offsets) {
        List<StoredOffset> deletions = deletions(offsets);
        return deletions.isEmpty() ? CompletableFuture.completedFuture(null) : storage.write(deletions);
    }

    /** What is kept above is kept here too, if that is possible. */
    void after(Collection<StoredOffset> offsets) {
        List<StoredOffset> kept = new ArrayList<>(offsets);
        kept.removeIf(offset -> offset.offset() == null);
        if (!kept.isEmpty()) {
            var unused = storage.write(kept).whenComplete((done, failure) -> tell(failure));
        }
    }

    private static List<StoredOffset> deletions(Collection<StoredOffset> offsets) {
        return offsets.stream().filter(offset -> offset.offset() == null).toList();
    }

    private synchronized void tell(@Nullable Throwable failure) {
        if (failure == null && failing) {
            LOG.info("Offsets of connector {} are kept in the worker's store again", connector);
        } else if (failure != null && !failing) {
            LOG.warn(
                    "Offsets of connector {} are kept in its own topic alone for now: {}",
                    connector,
                    Failures.messageOf(failure));
        }
        failing = failure != null;
    }

    /** As whoever waits knows it: the failure itself, not that something failed. */
    private static <T> CompletableFuture<T> result(CompletableFuture<T> chained) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = chained.whenComplete((value, failure) -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(cause);
            }
        });
        return result;
    }
}
