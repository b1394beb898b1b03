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
package io.connectembedded.internal.config;

import io.connectembedded.internal.config.keys.ErrorKeys;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * What a connector wants done with records that cannot be handled, {@code errors.*}.
 *
 * @param toleratesAll {@code errors.tolerance=all}
 * @param retryTimeout milliseconds; 0 not at all, negative without end
 * @param longestRetryDelay milliseconds
 * @param bisect sinks only
 * @param putRetryTimeout milliseconds, negative without end; sinks only
 */
public record ErrorSettings(
        boolean toleratesAll,
        long retryTimeout,
        long longestRetryDelay,
        Log log,
        DeadLetters deadLetters,
        boolean bisect,
        long putRetryTimeout) {

    /** Whether failures are logged, and whether with the record. */
    public record Log(boolean enabled, boolean messages) {}

    /** Where records go that are given up; an empty topic is nowhere. */
    public record DeadLetters(String topic, short replication, boolean headers) {}

    static ErrorSettings of(AbstractConfig values, boolean sink) {
        return new ErrorSettings(
                "all".equals(values.getString(ErrorKeys.TOLERANCE)),
                values.getLong(ErrorKeys.RETRY_TIMEOUT),
                values.getLong(ErrorKeys.LONGEST_DELAY),
                new Log(values.getBoolean(ErrorKeys.LOG), values.getBoolean(ErrorKeys.LOG_MESSAGES)),
                new DeadLetters(
                        values.getString(ErrorKeys.DLQ_TOPIC).trim(),
                        values.getShort(ErrorKeys.DLQ_REPLICATION),
                        values.getBoolean(ErrorKeys.DLQ_HEADERS)),
                sink && values.getBoolean(ErrorKeys.BISECT),
                sink ? values.getLong(ErrorKeys.PUT_RETRY_TIMEOUT) : -1);
    }

    public boolean logEnabled() {
        return log.enabled();
    }

    public boolean logMessages() {
        return log.messages();
    }

    /** Empty when there is none. */
    public String dlqTopic() {
        return deadLetters.topic();
    }

    public short dlqReplication() {
        return deadLetters.replication();
    }

    public boolean dlqHeaders() {
        return deadLetters.headers();
    }

    public boolean hasDeadLetters() {
        return !deadLetters.topic().isEmpty();
    }
}
