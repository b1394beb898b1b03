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
package io.connectembedded.internal.engine.event;

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.TaskStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was left behind in plug-in code that did not return: each is logged, told, and stays visible (I8). */
public final class Abandoned {

    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

    private final List<ConnectEvent.PluginAbandoned> all = new CopyOnWriteArrayList<>();
    private final Map<Object, String> uncut = new ConcurrentHashMap<>(); // tasks, and their connectors

    public void add(Events events, String connector, @Nullable Integer task, String method, Duration waited) {
        var event = new ConnectEvent.PluginAbandoned(events.now(), connector, task, method, waited);
        all.add(event);
        LOG.warn(
                "{} did not return from {} within {} s and is abandoned: its thread goes on as a daemon until it returns"
                        + " or the process ends",
                task == null ? "Connector " + connector : "Task " + connector + "-" + task,
                method.isEmpty() ? "its plug-in" : method,
                seconds(waited));
        events.tell(event);
    }

    private static String seconds(Duration waited) {
        return BigDecimal.valueOf(waited.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    public List<ConnectEvent.PluginAbandoned> all() {
        return List.copyOf(all);
    }

    /** This task of a connector was abandoned, and may write until it is {@link #cutOff}. */
    public void cutting(Object task, String connector) {
        uncut.put(task, connector);
    }

    /** Whatever this task still does reaches neither Kafka nor the offset store. */
    public void cutOff(Object task) {
        uncut.remove(task);
    }

    /** Whether that is so of every task of this connector that was abandoned. */
    public boolean isCutOff(String connector) {
        return !uncut.containsValue(connector);
    }

    /** A status that names what was left behind of the connector and its tasks, in this or an earlier incarnation. */
    public static ConnectorStatus told(ConnectorStatus status, List<ConnectEvent.PluginAbandoned> abandoned) {
        List<ConnectEvent.PluginAbandoned> own = abandoned.stream()
                .filter(event -> event.connector().equals(status.name()))
                .toList();
        if (own.isEmpty()) {
            return status;
        }
        List<TaskStatus> tasks = status.tasks().stream()
                .map(task -> new TaskStatus(
                        task.id(),
                        task.state(),
                        task.workerId(),
                        reason(
                                task.reason(),
                                own,
                                event -> Objects.equals(event.task(), task.id().task())),
                        task.failure()))
                .toList();
        return new ConnectorStatus(
                status.name(),
                status.type(),
                status.target(),
                status.state(),
                status.workerId(),
                status.version(),
                reason(status.reason(), own, event -> !isOf(event, status.tasks())),
                status.failure(),
                tasks);
    }

    /** Of a task that is shown; one that is not is told with its connector. */
    private static boolean isOf(ConnectEvent.PluginAbandoned event, List<TaskStatus> tasks) {
        return tasks.stream()
                .anyMatch(task -> Objects.equals(event.task(), task.id().task()));
    }

    private static String reason(
            String other, List<ConnectEvent.PluginAbandoned> own, Predicate<ConnectEvent.PluginAbandoned> which) {
        String left = own.stream()
                .filter(which)
                .map(event ->
                        (event.task() == null ? "" : "task " + event.task() + " ") + "abandoned in " + event.method())
                .distinct()
                .collect(Collectors.joining(", "));
        return other.isEmpty() || left.isEmpty() ? other + left : other + "; " + left;
    }
}
