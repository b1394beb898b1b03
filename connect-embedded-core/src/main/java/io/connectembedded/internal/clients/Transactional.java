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
package io.connectembedded.internal.clients;

import io.connectembedded.internal.config.TransactionRules;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a producer needs that writes a task's records and offsets in transactions. */
record Transactional(TaskId task, TransactionRules rules) {

    private static final Logger LOG = LoggerFactory.getLogger(Transactional.class);

    /** The client's own. */
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(1);

    /** The most that brokers allow if nobody has told them otherwise. */
    private static final Duration BROKERS_LIMIT = Duration.ofMinutes(15);

    /** Puts in what must be, whatever was chosen. */
    void force(String transactionalId, Map<String, Object> settings) {
        force(settings, ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId, Set.of());
        force(settings, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true", Set.of());
        force(settings, ProducerConfig.ACKS_CONFIG, "all", Set.of("-1"));
        force(settings, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5", Set.of("1", "2", "3", "4"));
        if ("0".equals(text(settings.getOrDefault(ProducerConfig.RETRIES_CONFIG, "")))) {
            force(settings, ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE), Set.of());
        }
        settings.putIfAbsent(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(timeout().toMillis()));
    }

    private void force(Map<String, Object> settings, String key, String value, Set<String> asGood) {
        Object chosen = settings.get(key);
        if (chosen != null && asGood.contains(text(chosen))) {
            return;
        }
        if (chosen != null && !text(chosen).equals(value.toLowerCase(Locale.ROOT))) {
            LOG.warn(
                    "The producer of task {} has {}={} instead of what was configured, for it writes exactly once",
                    task,
                    key,
                    value);
        }
        settings.put(key, value);
    }

    /** A transaction that goes on for longer is aborted by the brokers. */
    private Duration timeout() {
        if (rules.boundary() != TransactionBoundary.INTERVAL
                || rules.interval().compareTo(USUAL_TIMEOUT.dividedBy(2)) < 0) {
            return USUAL_TIMEOUT;
        }
        Duration most = BROKERS_LIMIT.compareTo(rules.interval().plus(USUAL_TIMEOUT)) > 0
                ? BROKERS_LIMIT
                : rules.interval().plus(USUAL_TIMEOUT);
        Duration twice = rules.interval().multipliedBy(2);
        return twice.compareTo(most) < 0 ? twice : most;
    }

    private static String text(Object value) {
        return String.valueOf(value).trim().toLowerCase(Locale.ROOT);
    }
}
