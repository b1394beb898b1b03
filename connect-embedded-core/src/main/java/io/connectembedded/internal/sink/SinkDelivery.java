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
package io.connectembedded.internal.sink;

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.metrics.SinkMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts batches into the task. When the task asks for a batch again (Connect's {@code RetriableException}), the batch is
 * kept and put again after a growing delay.
 */
final class SinkDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(SinkDelivery.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private final SinkTask task;
    private final Failures failures;
    private final SinkMeters meters;
    private final Time time;
    private List<SinkRecord> kept = List.of();
    private Duration delay = Duration.ZERO;
    private long againMs;

    SinkDelivery(SinkTaskParts.Plugin plugin, SinkMeters meters, Time time) {
        this.task = plugin.task();
        this.failures = plugin.failures();
        this.meters = meters;
        this.time = time;
    }

    /** Whether a batch waits to be put again. */
    boolean isWaiting() {
        return !delay.isZero();
    }

    /** How long until it is time for that. */
    Duration untilAgain() {
        return Duration.ofMillis(Math.max(0, againMs - time.hiResClockMs()));
    }

    /** Puts this batch, or the kept one; false when the task wants it again. */
    boolean put(List<SinkRecord> fresh) {
        List<SinkRecord> batch = isWaiting() ? kept : fresh;
        long begin = time.hiResClockMs();
        try {
            // A copy: what the task does to its list must not change what is put again.
            task.put(new ArrayList<>(batch));
        } catch (RetriableException e) {
            keep(batch, e);
            return false;
        }
        meters.sent(batch.size(), time.hiResClockMs() - begin);
        kept = List.of();
        delay = Duration.ZERO;
        return true;
    }

    private void keep(List<SinkRecord> batch, RetriableException cause) {
        if (!isWaiting()) {
            LOG.warn(
                    "The task asks for a batch of {} records again: {}",
                    batch.size(),
                    failures.of("put", cause).message());
        }
        kept = batch;
        Duration doubled = isWaiting() ? delay.multipliedBy(2) : FIRST_DELAY;
        delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        againMs = time.hiResClockMs() + delay.toMillis();
    }

    /** Drops kept records of partitions that went to another task. */
    void forget(Collection<TopicPartition> partitions) {
        if (isWaiting()) {
            Set<TopicPartition> gone = Set.copyOf(partitions);
            kept = new ArrayList<>(kept);
            kept.removeIf(record ->
                    gone.contains(new TopicPartition(record.originalTopic(), record.originalKafkaPartition())));
        }
    }
}
