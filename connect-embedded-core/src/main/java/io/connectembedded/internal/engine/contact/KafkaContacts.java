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

import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Time;

/**
 * The contacts of all connectors of one run, looked at every two seconds while there are any: the counters of the
 * clients say whether Kafka answers, so that nothing is asked of it and no thread is needed.
 */
public final class KafkaContacts {

    private static final Duration CHECK = Duration.ofSeconds(2);

    private final CommandLoop control;
    private final Time time;
    private final Map<String, ConnectorContact> connectors = new LinkedHashMap<>(); // guarded by this
    private boolean checking; // guarded by this

    public KafkaContacts(CommandLoop control, Time time) {
        this.control = control;
        this.time = time;
    }

    /** The contact of a task that begins anew. */
    public TaskContact of(TaskId task) {
        return new TaskContact(task, this);
    }

    long nowMs() {
        return time.hiResClockMs();
    }

    synchronized ConnectorContact add(TaskContact task, ClientAnswers answers, String servers) {
        ConnectorContact connector =
                connectors.computeIfAbsent(task.task().connector(), name -> new ConnectorContact(name, servers));
        connector.put(task, answers);
        if (!checking) {
            checking = true;
            control.postAfter(CHECK, this::check);
        }
        return connector;
    }

    private synchronized void check() {
        connectors.values().removeIf(connector -> !connector.check(nowMs()));
        checking = !connectors.isEmpty();
        if (checking) {
            control.after(CHECK, this::check);
        }
    }
}
