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

import static io.connectembedded.internal.source.ScriptedSource.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.offset.StepStore;
import io.connectembedded.internal.source.inflight.SubmittedRecords;
import io.connectembedded.offset.StoredOffset;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SourceOffsetsTest {

    private final StepStore store = new StepStore();
    private final SubmittedRecords submitted = SourceFixture.submitted(new ScriptedSource());
    private final SourceOffsets offsets = new SourceOffsets("c", submitted, store.storage());

    @AfterEach
    void close() {
        store.closeStorage();
    }

    @Test
    void a_flush_writes_the_last_committable_offset_of_each_partition() throws Exception {
        acked(1, 1);
        acked(1, 2);
        acked(2, 7);
        submitted.submit(record(1, 3), 1);

        assertThat(offsets.flush().get()).isEqualTo(2);
        assertThat(store.stored("c")).containsExactlyInAnyOrder(offset(1, 2), offset(2, 7));
    }

    @Test
    void with_nothing_to_write_the_store_is_left_alone() throws Exception {
        assertThat(offsets.flush().get()).isZero();
        assertThat(store.writes).isEmpty();
    }

    @Test
    void what_a_failed_flush_carried_goes_with_the_next_unless_newer() throws Exception {
        store.fail(true);
        acked(1, 1);
        acked(2, 1);
        assertThatThrownBy(() -> offsets.flush().get()).hasStackTraceContaining("disk full");
        store.fail(false);
        acked(1, 2);

        assertThat(offsets.flush().get()).isEqualTo(2);
        assertThat(store.writes).hasSize(1);
        assertThat(store.stored("c")).containsExactlyInAnyOrder(offset(1, 2), offset(2, 1));
        assertThat(offsets.flush().get()).isZero();
    }

    @Test
    void one_flush_at_a_time_and_what_came_meanwhile_goes_with_the_next() throws Exception {
        CountDownLatch gate = store.hold();
        acked(1, 1);
        CompletableFuture<Integer> first = offsets.flush();
        acked(1, 2);
        assertThat(offsets.flush()).isSameAs(first);
        gate.countDown();
        assertThat(first.get()).isEqualTo(1);
        assertThat(store.stored("c")).containsExactly(offset(1, 1));

        assertThat(offsets.flush().get()).isEqualTo(1);
        assertThat(store.stored("c")).containsExactly(offset(1, 2));
    }

    @Test
    void an_offset_that_is_no_json_fails_the_flush_until_a_newer_one_replaces_it() throws Exception {
        submitted
                .submit(
                        new org.apache.kafka.connect.source.SourceRecord(
                                Map.of("p", 1), Map.of("o", new Object()), "t", null, null),
                        1)
                .onCompletion(null, null);
        assertThatThrownBy(() -> offsets.flush().get()).isNotNull();
        acked(1, 2);

        assertThat(offsets.flush().get()).isEqualTo(1);
        assertThat(store.stored("c")).containsExactly(offset(1, 2));
    }

    @Test
    void a_partition_that_cannot_be_hashed_fails_the_flush_and_throws_nothing_at_its_caller() {
        Object moody = new Object() {
            private int hashed;

            @Override
            public int hashCode() {
                if (hashed++ > 1) {
                    throw new ConcurrentModificationException();
                }
                return 0;
            }
        };
        submitted.submit(record(Map.of("p", moody), 1), 1).onCompletion(null, null);

        assertThat(offsets.flush()).isCompletedExceptionally();
    }

    @Test
    void after_a_cancel_nothing_reaches_the_store() {
        acked(1, 1);
        offsets.cancel();

        assertThat(offsets.flush()).isCompletedExceptionally();
        assertThat(store.writes).isEmpty();
    }

    private void acked(int partition, long offset) {
        submitted.submit(record(partition, offset), 1).onCompletion(null, null);
    }

    private static StoredOffset offset(int partition, long offset) {
        return new StoredOffset("c", "{\"p\":" + partition + "}", "{\"o\":" + offset + "}");
    }
}
