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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offsets of a connector's own above those of the worker. */
class OffsetsBelowTest {

    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final OffsetStore workers = OffsetStore.memory();
    private final WorkerThreads threads = new WorkerThreads("below", null, OffsetsBelowTest.class.getClassLoader());
    private final OffsetStorage storage = new OffsetStorage(
            new OffsetStore() {
                @Override
                public Collection<StoredOffset> read(String connector) throws Exception {
                    return workers.read(connector);
                }

                @Override
                public void write(Collection<StoredOffset> offsets) throws Exception {
                    offsets.forEach(offset -> steps.add("below " + offset.partition() + "=" + offset.offset()));
                    workers.write(offsets);
                }
            },
            threads,
            new TestContext());
    private final OffsetsBelow below = new OffsetsBelow(storage, "c");

    @BeforeEach
    void open() throws Exception {
        workers.open(new TestContext());
        storage.open().get(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        storage.close(Duration.ofSeconds(5));
    }

    private static StoredOffset offset(String partition, String offset) {
        return new StoredOffset("c", partition, offset);
    }

    private CompletableFuture<Void> write(CompletableFuture<Void> above, StoredOffset... offsets) {
        return below.around(List.of(offsets), () -> {
            List.of(offsets).forEach(offset -> steps.add("above " + offset.partition() + "=" + offset.offset()));
            return above;
        });
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void what_is_deleted_is_deleted_below_first_and_what_is_kept_is_written_above_first() throws Exception {
        write(done(), offset("{\"p\":1}", "{}"), offset("{\"p\":2}", null)).get(5, TimeUnit.SECONDS);
        storage.read("c").get(5, TimeUnit.SECONDS);
        assertThat(steps)
                .containsExactly(
                        "below {\"p\":2}=null", "above {\"p\":1}={}", "above {\"p\":2}=null", "below {\"p\":1}={}");
    }

    @Test
    void a_deletion_waits_for_what_was_written_before_and_nothing_overtakes_it() throws Exception {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        CompletableFuture<Void> first = write(slow, offset("p", "{\"n\":1}"));
        CompletableFuture<Void> deletion = write(done(), offset("p", null));
        CompletableFuture<Void> third = write(done(), offset("p", "{\"n\":3}"));
        assertThat(steps).containsExactly("above p={\"n\":1}");
        slow.complete(null);
        CompletableFuture.allOf(first, deletion, third).get(5, TimeUnit.SECONDS);
        storage.read("c").get(5, TimeUnit.SECONDS);
        // Below, an offset that is overtaken before it is written may be left out.
        assertThat(steps)
                .containsSubsequence(
                        "above p={\"n\":1}", "below p=null", "above p=null", "above p={\"n\":3}", "below p={\"n\":3}");
        assertThat(steps.subList(steps.indexOf("below p=null"), steps.size())).doesNotContain("below p={\"n\":1}");
    }

    @Test
    void what_is_above_goes_before_what_is_below_and_what_is_not_there_is_found_below() throws Exception {
        storage.write(List.of(offset("1", "{\"b\":1}"), offset("2", "{\"b\":2}")))
                .get(5, TimeUnit.SECONDS);
        Collection<StoredOffset> above = List.of(offset("1", "{\"a\":1}"));
        assertThat(below.under("c", CompletableFuture.completedFuture(above)).get(5, TimeUnit.SECONDS))
                .containsExactlyInAnyOrder(offset("1", "{\"a\":1}"), offset("2", "{\"b\":2}"));
    }
}
