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
package io.connectembedded.internal.engine.contact;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * What the counters of one client tell. It gets no answer when it waits for one, has had none for some time, and lost
 * connections meanwhile: without that it may rightly wait, as a consumer does for others to join its group. Guarded by
 * its owner.
 */
final class ClientAnswers {

    static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final MetricName answered;
    private final MetricName closed;
    private final List<MetricName> refused;
    private final BooleanSupplier waits;
    private double refusals;
    private long refusedSinceMs; // the first of the refusals without an answer between them
    private long refusedMs; // the last of them
    private double answers;
    private double losses; // connections closed, when the last answer came
    private double lossesSeen; // at the last look
    private long heardMs;
    private boolean answeredSinceLost;
    private boolean steady;

    private ClientAnswers(
            Supplier<Map<MetricName, ? extends Metric>> metrics,
            MetricName answered,
            MetricName closed,
            List<MetricName> refused,
            BooleanSupplier waits,
            long nowMs) {
        this.metrics = metrics;
        this.answered = answered;
        this.closed = closed;
        this.refused = refused;
        this.refusedMs = nowMs - LONGEST_SILENCE.toMillis() - 1;
        this.waits = waits;
        this.heardMs = nowMs;
    }

    /** Empty for a client that does not count. */
    static Optional<ClientAnswers> of(
            Supplier<Map<MetricName, ? extends Metric>> metrics, BooleanSupplier waits, long nowMs) {
        MetricName answered = find(metrics.get(), "response-total");
        MetricName closed = find(metrics.get(), "connection-close-total");
        List<MetricName> refused = Stream.of("failed-authentication-total", "failed-reauthentication-total")
                .map(name -> find(metrics.get(), name))
                .filter(Objects::nonNull)
                .toList();
        return answered == null || closed == null
                ? Optional.empty()
                : Optional.of(new ClientAnswers(metrics, answered, closed, refused, waits, nowMs));
    }

    /** Of the client as a whole, not of one broker. */
    private static @Nullable MetricName find(Map<MetricName, ? extends Metric> all, String name) {
        for (MetricName each : all.keySet()) {
            if (each.name().equals(name)
                    && (each.group().equals("producer-metrics") || each.group().equals("consumer-metrics"))) {
                return each;
            }
        }
        return null;
    }

    /** A client that is closed has no metrics any more. */
    boolean isClosed() {
        return !metrics.get().containsKey(answered);
    }

    /** Looks at the counters: for how long the client has waited in vain. */
    Duration silence(long nowMs) {
        double answersNow = value(answered);
        double lossesNow = value(closed);
        double refusalsNow = refused.stream().mapToDouble(this::value).sum();
        if (refusalsNow != refusals) {
            refusals = refusalsNow;
            refusedSinceMs = isBeingRefused(nowMs) ? refusedSinceMs : nowMs;
            refusedMs = nowMs;
        }
        boolean heard = answersNow != answers;
        answeredSinceLost |= heard;
        steady = lossesNow == lossesSeen;
        lossesSeen = lossesNow;
        if (heard || !waits.getAsBoolean()) {
            answers = answersNow;
            losses = lossesNow;
            heardMs = nowMs;
        }
        return lossesNow > losses ? Duration.ofMillis(nowMs - heardMs) : Duration.ZERO;
    }

    /** Whether Kafka is there, and has refused the client's login again and again for some time; after a look. */
    boolean isRefused(long nowMs) {
        return isBeingRefused(nowMs) && nowMs - refusedSinceMs >= LONGEST_SILENCE.toMillis();
    }

    /** Whether it has done so a short while ago. */
    boolean isBeingRefused(long nowMs) {
        return nowMs - refusedMs <= LONGEST_SILENCE.toMillis();
    }

    /** Answers count anew from now on. */
    void lost() {
        answers = value(answered);
        answeredSinceLost = false;
        steady = false;
    }

    /** Answers came since, and no connection was lost between the last two looks. */
    boolean isBack() {
        return answeredSinceLost && steady;
    }

    private double value(MetricName name) {
        Metric metric = metrics.get().get(name);
        return metric != null && metric.metricValue() instanceof Double value ? value : 0;
    }
}
