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
package io.connectembedded;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What happens to a record that a connector cannot handle, Connect's {@code errors.*} (KIP-298). Immutable: each
 * method gives a changed copy, and one policy can serve many specs. {@link ConnectorSpec#errors} writes it into the
 * configuration under Connect's keys.
 *
 * <pre>{@code
 * ErrorPolicy.deadLetterQueue("orders-dead").retryFor(Duration.ofMinutes(1)).logged()
 * }</pre>
 */
public final class ErrorPolicy {
    private static final String TOLERANCE = "errors.tolerance";
    private static final String RETRY_TIMEOUT = "errors.retry.timeout";
    private static final String LONGEST_DELAY = "errors.retry.delay.max.ms";
    private static final String LOG = "errors.log.enable";
    private static final String DEAD_LETTER_TOPIC = "errors.deadletterqueue.topic.name";
    private static final String DEAD_LETTER_HEADERS = "errors.deadletterqueue.context.headers.enable";
    private static final String BISECT = "errors.bisect";

    /** Every key a policy may write; those it does not write hold their defaults. */
    static final Set<String> KEYS =
            Set.of(TOLERANCE, RETRY_TIMEOUT, LONGEST_DELAY, LOG, DEAD_LETTER_TOPIC, DEAD_LETTER_HEADERS, BISECT);

    private final Map<String, String> config;

    private ErrorPolicy(Map<String, String> config) {
        this.config = config;
    }

    /** The first record that cannot be handled fails its task, {@code errors.tolerance=none}. Connect's default. */
    public static ErrorPolicy failTask() {
        return new ErrorPolicy(Map.of(TOLERANCE, "none"));
    }

    /** Records that cannot be handled are left out, {@code errors.tolerance=all}; they are counted in the metrics. */
    public static ErrorPolicy skip() {
        return new ErrorPolicy(Map.of(TOLERANCE, "all"));
    }

    /**
     * Records that cannot be handled are left out and written to a topic, with Connect's
     * {@code __connect.errors.*} headers: {@code errors.tolerance=all},
     * {@code errors.deadletterqueue.topic.name} and {@code errors.deadletterqueue.context.headers.enable=true}. A
     * record's offset is committed only once its dead letter is written. Beyond Connect, sources honour it, too.
     *
     * @param topic created when it does not exist, with {@code errors.deadletterqueue.topic.replication.factor},
     *     which is 3 by default
     * @throws IllegalArgumentException when it is blank
     */
    public static ErrorPolicy deadLetterQueue(String topic) {
        if (Objects.requireNonNull(topic, "topic").isBlank()) {
            throw new IllegalArgumentException("The topic of the dead letter queue is empty: name one, or use skip().");
        }
        return skip().with(DEAD_LETTER_TOPIC, topic).with(DEAD_LETTER_HEADERS, "true");
    }

    /**
     * How long a failing step is tried again before the record is given up, {@code errors.retry.timeout}. Only a
     * {@link org.apache.kafka.connect.errors.RetriableException} is worth another try. Default zero: not at all.
     *
     * @param total zero or more; {@link java.time.temporal.ChronoUnit#FOREVER}'s duration for without end
     * @throws IllegalArgumentException when it is negative
     */
    public ErrorPolicy retryFor(Duration total) {
        return with(RETRY_TIMEOUT, Long.toString(millis("retryFor", total, -1)));
    }

    /**
     * The longest pause between two tries, {@code errors.retry.delay.max.ms}. Pauses begin at 300 ms and double.
     * Default 60 seconds.
     *
     * @param delay zero or more
     * @throws IllegalArgumentException when it is negative
     */
    public ErrorPolicy longestRetryDelay(Duration delay) {
        return with(LONGEST_DELAY, Long.toString(millis("longestRetryDelay", delay, Long.MAX_VALUE)));
    }

    /**
     * Logs each failure with the place of the record, {@code errors.log.enable}; never the record's contents.
     * Default: not logged.
     */
    public ErrorPolicy logged() {
        return with(LOG, "true");
    }

    /**
     * Splits a batch that a sink task refused as a whole, to find the records at fault, {@code errors.bisect}; not
     * in Connect. The task sees records again that it had in the failed batch, so it must be idempotent. Default:
     * the failure of a batch is the failure of the task.
     */
    public ErrorPolicy bisect() {
        return with(BISECT, "true");
    }

    /** The policy in Connect's keys; keys that are absent hold their defaults. */
    Map<String, String> config() {
        return config;
    }

    /** Equal when they write the same options. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ErrorPolicy that && config.equals(that.config);
    }

    @Override
    public int hashCode() {
        return config.hashCode();
    }

    /** The options it writes. */
    @Override
    public String toString() {
        return "ErrorPolicy" + config;
    }

    private ErrorPolicy with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(config);
        changed.put(key, value);
        return new ErrorPolicy(changed);
    }

    private static long millis(String option, Duration duration, long tooLong) {
        if (Objects.requireNonNull(duration, "duration").isNegative()) {
            throw new IllegalArgumentException("The duration of " + option + " is negative: " + duration);
        }
        boolean fits = duration.compareTo(Duration.ofMillis(Long.MAX_VALUE)) < 0;
        return fits ? duration.toMillis() : tooLong;
    }
}
