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
package io.connectembedded.internal.engine;

import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.internal.engine.control.ConnectorView;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.metrics.SourceTaskMetrics;
import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.status.WorkerState;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A worker in a few lines for people: one for itself, one for each connector and task, one for what was left behind. */
final class Description {

    private final String worker;
    private final WorkerState state;
    private final Instant now;

    Description(String worker, WorkerState state, Instant now) {
        this.worker = worker;
        this.state = state;
        this.now = now;
    }

    String of(Collection<ConnectorView> connectors, Collection<PluginAbandoned> abandoned) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "worker %s %s, %d connectors%n", worker, state, connectors.size()));
        connectors.forEach(view -> connector(text, view));
        abandoned.forEach(event -> text.append(String.format(
                Locale.ROOT,
                "  abandoned %s%s in %s after %s%n",
                event.connector(),
                event.task() == null ? "" : "-" + event.task(),
                event.method(),
                event.waited())));
        return text.toString();
    }

    private void connector(StringBuilder text, ConnectorView view) {
        ConnectorStatus status = view.status();
        text.append(String.format(
                Locale.ROOT,
                "  %s %s %s (target %s)%s%s%n",
                status.type().name().toLowerCase(Locale.ROOT),
                status.name(),
                status.state(),
                status.target(),
                status.reason().isEmpty() ? "" : ", " + status.reason(),
                failure(status.failure())));
        Map<TaskId, TaskMetrics> metrics =
                view.taskMetrics(now).stream().collect(Collectors.toMap(TaskMetrics::id, Function.identity()));
        for (TaskStatus task : status.tasks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "    task %s %s%s%s%s%n",
                    task.id(),
                    task.state(),
                    task.reason().isEmpty() ? "" : ", " + task.reason(),
                    numbers(metrics.get(task.id())),
                    failure(task.failure())));
        }
    }

    private static String numbers(@Nullable TaskMetrics metrics) {
        if (metrics == null) {
            return "";
        }
        String counts = metrics instanceof SourceTaskMetrics source
                ? ", polled " + source.polled() + ", written " + source.written() + ", in flight "
                : ", read " + ((SinkTaskMetrics) metrics).read() + ", put " + ((SinkTaskMetrics) metrics).sent()
                        + ", uncommitted ";
        String commit =
                metrics.sinceLastCommit().map(ago -> ago.toSeconds() + " s ago").orElse("never");
        return counts + metrics.inFlightRecords() + ", last commit " + commit;
    }

    private static String failure(@Nullable Failure failure) {
        return failure == null ? "" : ", failed in " + failure.stage() + ": " + failure.message();
    }
}
