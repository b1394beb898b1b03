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
package io.connectembedded.internal.source.exactlyonce;

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;

/** Says what became of a transaction. Any thread. */
final class TransactionFailures {

    private static final int DEEPEST_CAUSE = 20;
    private static final String NOTHING_VISIBLE =
            "; nothing of the open transaction becomes visible, and its records are read again: ";

    private final TaskId task;
    private final ExactlyOnce rules;
    private final Refusing refusing;
    private final Time time;
    private volatile long openSinceMs = -1;

    TransactionFailures(TaskId task, ExactlyOnce rules, Refusing refusing, Time time) {
        this.task = task;
        this.rules = rules;
        this.refusing = refusing;
        this.time = time;
    }

    void opened() {
        openSinceMs = time.hiResClockMs();
    }

    void ended() {
        openSinceMs = -1;
    }

    ConnectException ofInit(RuntimeException cause) {
        if (cause instanceof InvalidTxnTimeoutException || cause.getCause() instanceof InvalidTxnTimeoutException) {
            return new ConnectException(
                    "Task " + task + " cannot write exactly once: its transactions may take transaction.timeout.ms="
                            + rules.timeout().toMillis() + ", which is more than the brokers'"
                            + " transaction.max.timeout.ms; set a shorter transaction.boundary.interval.ms or"
                            + " producer.override.transaction.timeout.ms, or let the brokers allow it",
                    cause);
        }
        return new ConnectException(
                "Task " + task + " could not begin to write exactly once, as transactional id " + rules.id() + " ("
                        + refusing.told(cause, Asked.cluster()) + "); mend the cause and restart the task",
                cause);
    }

    ConnectException ofSend(String topic, Exception cause) {
        String what = topic.equals(rules.offsetsTopic())
                ? "Kafka did not take the offsets of task " + task + " for topic " + topic
                : "Kafka did not take a record of task " + task + " for topic " + topic;
        return of(what, refusing.told(cause, Asked.writeAnywhere(topic)), cause);
    }

    ConnectException ofEnd(String operation, RuntimeException cause) {
        return of(
                "A transaction of task " + task + " could not be " + operation,
                refusing.told(cause, Asked.writeAnywhere(rules.offsetsTopic())),
                cause);
    }

    ConnectException ofLogin() {
        AuthenticationException refusal = new AuthenticationException("its words are in the log of Kafka's client");
        return of(
                "Kafka does not take the records of task " + task + " any more",
                refusing.told(refusal, Asked.cluster()),
                refusal);
    }

    ConnectException ofLetter(Throwable cause) {
        return cause instanceof ConnectException known
                ? known
                : new ConnectException(
                        "A failed record of task " + task + " could not be reported (" + Failures.messageOf(cause) + ")"
                                + NOTHING_VISIBLE + "mend the dead letter queue and restart the task",
                        cause);
    }

    ConnectException ofOwnTopic() {
        return new ConnectException("Task " + task + " has a record for topic " + rules.offsetsTopic()
                + ", where its own offsets are: a source that writes exactly once may not write there, for it would wait"
                + " for its own transaction when it reads its offsets. Send the record to another topic, or keep the"
                + " offsets in another with offsets.storage.topic");
    }

    private ConnectException of(String what, String told, Exception cause) {
        if (!isFenced(cause)) {
            return new ConnectException(
                    what + " (" + told + ")" + NOTHING_VISIBLE
                            + "mend the cause and restart the task, it goes on from its last committed offset",
                    cause);
        }
        long since = openSinceMs;
        Duration open = Duration.ofMillis(since < 0 ? 0 : time.hiResClockMs() - since);
        return new ConnectException(
                open.compareTo(rules.timeout()) >= 0 ? tooLong(what, open) : takenOver(what), cause);
    }

    private String tooLong(String what, Duration open) {
        return what + ": its transaction was open for " + open.toMillis() + " ms, and Kafka aborts one after"
                + " transaction.timeout.ms=" + rules.timeout().toMillis() + NOTHING_VISIBLE
                + "make transactions shorter with transaction.boundary=poll or a smaller"
                + " transaction.boundary.interval.ms, or set a longer producer.override.transaction.timeout.ms (the"
                + " brokers allow transaction.max.timeout.ms), and restart the task";
    }

    private String takenOver(String what) {
        return what + ": another producer has taken over its transactional id " + rules.id()
                + ", so another worker of this name runs this task, or has fenced it" + NOTHING_VISIBLE
                + "let one worker of a name run at a time, or give each a name of its own, and restart the task there";
    }

    private static boolean isFenced(Throwable thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < DEEPEST_CAUSE; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
