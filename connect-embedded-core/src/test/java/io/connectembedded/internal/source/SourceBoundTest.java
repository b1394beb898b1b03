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
import static org.awaitility.Awaitility.await;

import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.lifecycle.TaskGate.Target;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.internal.transform.TransformationLink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source task on a thread of its own against a producer that answers when told to. */
@Timeout(60)
class SourceBoundTest {

    private static final int LIMIT = 1_000;
    private static final int BATCH = 300;
    private static final int OFFERED = 1_000_000;

    private final AtomicInteger polled = new AtomicInteger();
    private final AtomicInteger transformed = new AtomicInteger();
    private final SourceFixture it = new SourceFixture(new InFlightLimit(LIMIT, 1_000_000), this::counting);
    private final CountDownLatch ending = new CountDownLatch(1);
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    @AfterEach
    void close() {
        it.gate.ask(Target.STOP);
        ending.countDown();
        await().until(running::isDone);
        it.close();
    }

    private TransformationChain<SourceRecord> counting(ErrorHandling<SourceRecord> errors) {
        return new TransformationChain<>(
                List.of(TransformationLink.<SourceRecord>of("count", record -> {
                    transformed.incrementAndGet();
                    return record;
                })),
                errors);
    }

    private void offerAMillion() {
        for (int i = 0; i < OFFERED / BATCH; i++) {
            it.task.polls.add(() -> {
                List<SourceRecord> batch = new ArrayList<>();
                for (int j = 0; j < BATCH; j++) {
                    batch.add(record(1, polled.incrementAndGet()));
                }
                return batch;
            });
        }
    }

    private void run() {
        it.body.start();
        running = CompletableFuture.runAsync(() -> {
            try {
                while (!it.gate.isStopping()) {
                    it.body.iterate();
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private int unanswered() {
        return (int) it.metrics().inFlightRecords();
    }

    @Test
    void a_million_records_offered_to_a_producer_that_does_not_answer_stay_under_the_bound() {
        offerAMillion();
        run();
        await().until(() -> unanswered() == LIMIT);
        await().during(java.time.Duration.ofMillis(100)).until(() -> unanswered() == LIMIT);
        assertThat(polled.get()).isLessThanOrEqualTo(LIMIT + BATCH);
        for (int answered = 1; answered <= 20_000; answered++) {
            assertThat(unanswered()).isLessThanOrEqualTo(LIMIT);
            int soFar = answered;
            await().pollInterval(1, TimeUnit.MILLISECONDS)
                    .pollDelay(0, TimeUnit.MILLISECONDS)
                    .until(() -> it.producer.completeNext());
            assertThat(polled.get()).isLessThanOrEqualTo(soFar + LIMIT + BATCH);
        }
    }

    @Test
    void a_resting_task_goes_on_when_a_quarter_is_free() {
        offerAMillion();
        run();
        await().until(() -> unanswered() == LIMIT);
        for (int i = 0; i < LIMIT / 4; i++) {
            it.producer.completeNext();
        }
        await().until(() -> unanswered() == LIMIT);
    }

    @Test
    void a_resting_task_hears_at_once_of_a_stop() throws Exception {
        offerAMillion();
        run();
        await().until(() -> unanswered() == LIMIT);
        it.gate.ask(Target.STOP);
        running.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_resting_task_hears_at_once_of_a_record_kafka_refused() {
        offerAMillion();
        run();
        await().until(() -> unanswered() == LIMIT);
        it.producer.errorNext(new RecordTooLargeException("1 GB"));
        await().until(running::isCompletedExceptionally);
    }

    /** Connect transforms it once more. */
    @Test
    void a_record_that_could_not_be_sent_is_not_transformed_again() throws Exception {
        it.task.hand(record(1, 1), record(1, 2));
        it.body.start();
        it.producer.sendException = new TimeoutException("no metadata yet");
        it.body.iterate();
        it.body.iterate();
        it.producer.sendException = null;
        it.body.iterate();

        assertThat(it.sent()).containsExactly("v1", "v2");
        assertThat(transformed).hasValue(2);
    }

    /** Connect moves them at the next round only. */
    @Test
    void what_is_acknowledged_while_poll_blocks_is_committed_meanwhile() throws Exception {
        CountDownLatch inPoll = new CountDownLatch(1);
        it.task.hand(record(1, 1));
        it.task.polls.add(() -> {
            inPoll.countDown();
            ending.await();
            return null;
        });
        run();
        assertThat(inPoll.await(10, TimeUnit.SECONDS)).isTrue();
        it.producer.completeNext();
        it.body.commit();

        await().untilAsserted(() -> assertThat(it.store.stored("c").toString()).contains("{\"o\":1}"));
        assertThat(ending.getCount()).isEqualTo(1);
    }
}
