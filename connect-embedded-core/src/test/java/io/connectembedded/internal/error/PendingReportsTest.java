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
package io.connectembedded.internal.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class PendingReportsTest {

    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    private final PendingReports reports = new PendingReports();
    private final CompletableFuture<Void> report = new CompletableFuture<>();

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("t", partition, offset, null, null);
    }

    private Map<TopicPartition, OffsetAndMetadata> before(long zero, long one) {
        return reports.before(
                Map.of(ZERO, new OffsetAndMetadata(zero), ONE, new OffsetAndMetadata(one)),
                (partition, offset) -> offset > 2);
    }

    @Test
    void no_offset_passes_a_record_whose_report_is_not_durable() {
        reports.add(record(0, 5), report);
        reports.add(record(0, 7), new CompletableFuture<>());

        assertThat(before(10, 10)).isEqualTo(Map.of(ZERO, new OffsetAndMetadata(5), ONE, new OffsetAndMetadata(10)));
        report.complete(null);
        assertThat(before(10, 10)).containsEntry(ZERO, new OffsetAndMetadata(7));
        assertThat(before(6, 10)).containsEntry(ZERO, new OffsetAndMetadata(6));
    }

    @Test
    void an_offset_that_would_not_move_on_is_left_out() {
        reports.add(record(0, 2), report);

        assertThat(before(10, 10)).containsOnlyKeys(ONE);
    }

    @Test
    void a_report_that_failed_holds_the_offset_back_and_fails_the_task() {
        reports.add(record(0, 5), report);
        reports.throwIfFailed();
        report.completeExceptionally(new ConnectException("no dead letters"));

        assertThat(before(10, 10)).containsEntry(ZERO, new OffsetAndMetadata(5));
        assertThatThrownBy(reports::throwIfFailed).hasMessage("no dead letters");
    }

    @Test
    void reports_of_lost_partitions_can_be_cancelled_and_nobody_waits_for_them() {
        CompletableFuture<Void> given = new CompletableFuture<>();
        reports.add(record(0, 5), report, given);
        reports.cancel(List.of(ZERO));

        assertThat(given).isCancelled();
        assertThat(report).isNotDone();
        assertThat(before(10, 10)).containsEntry(ZERO, new OffsetAndMetadata(10));
        reports.throwIfFailed();
    }

    @Test
    void a_wait_ends_with_the_reports_or_when_it_is_given_up() throws Exception {
        TaskGate gate = new TaskGate(Time.SYSTEM, RealWaits.INSTANCE, TaskGate.Target.RUN);
        reports.add(record(0, 5), report);
        reports.await(List.of(ONE), gate, Duration.ofDays(1), () -> false);
        reports.await(List.of(ZERO), gate, Duration.ofDays(1), () -> true);
        report.complete(null);
        reports.await(List.of(ZERO), gate, Duration.ofDays(1), () -> false);

        assertThat(before(10, 10)).containsEntry(ZERO, new OffsetAndMetadata(10));
    }
}
