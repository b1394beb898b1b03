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

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka answers the tasks of one connector. Entered by task threads and the control thread. */
final class ConnectorContact {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorContact.class);

    private final String connector;
    private final String servers;
    private final Map<TaskId, Watched> tasks = new HashMap<>(); // guarded by this
    private boolean lost; // guarded by this
    private long lostMs; // guarded by this

    ConnectorContact(String connector, String servers) {
        this.connector = connector;
        this.servers = servers;
    }

    /** A client and whose it is. */
    private record Watched(TaskContact task, ClientAnswers answers) {}

    /** Instead of what an earlier start of this task had. */
    synchronized void put(TaskContact task, ClientAnswers answers) {
        tasks.put(task.task(), new Watched(task, answers));
    }

    /** A request of this task came to nothing for want of an answer. */
    synchronized void unanswered(String what, long nowMs) {
        if (!lost) {
            lose(what, nowMs);
        }
    }

    /** False when no task is left to look at. */
    synchronized boolean check(long nowMs) {
        tasks.values().removeIf(task -> task.answers().isClosed());
        Duration longest = Duration.ZERO;
        boolean anyBack = false;
        for (Watched each : tasks.values()) {
            Duration silence = each.answers().silence(nowMs);
            anyBack |= each.answers().isBack();
            if (isSilent(silence) && each.answers().isRefused(nowMs)) {
                each.task().tellRefused();
            }
            if (!each.answers().isBeingRefused(nowMs) || !each.task().hearsOfRefusals()) {
                longest = silence.compareTo(longest) > 0 ? silence : longest;
            }
        }
        boolean silent = isSilent(longest);
        if (!lost && silent) {
            lose("no answer for " + longest.toSeconds() + " s", nowMs);
        } else if (lost && !silent && anyBack) {
            back(nowMs);
        }
        return !tasks.isEmpty();
    }

    private static boolean isSilent(Duration silence) {
        return silence.compareTo(ClientAnswers.LONGEST_SILENCE) >= 0;
    }

    private void back(long nowMs) {
        lost = false;
        LOG.info(
                "Kafka at bootstrap.servers={} answers connector {} again, after {} s",
                servers,
                connector,
                Duration.ofMillis(nowMs - lostMs).toSeconds());
    }

    private void lose(String why, long nowMs) {
        lost = true;
        lostMs = nowMs;
        tasks.values().forEach(task -> task.answers().lost());
        LOG.warn(
                "Kafka at bootstrap.servers={} does not answer connector {} ({}); its tasks go on trying and lose nothing;"
                        + " start the brokers, or look at the network, the address and security.protocol",
                servers,
                connector,
                why);
    }
}
