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
package io.connectembedded.internal.health;

import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.health.Health;
import io.connectembedded.health.Health.Reason;
import io.connectembedded.health.Severity;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskState;
import io.connectembedded.status.TaskStatus;
import io.connectembedded.status.WorkerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Health of a worker: up when it runs and what should run runs. */
public final class HealthCheck {

    private HealthCheck() {}

    public static Health of(
            WorkerState state, Collection<ConnectorStatus> connectors, Collection<PluginAbandoned> abandoned) {
        if (state == WorkerState.FAILED) {
            return new Health.Down(
                    List.of(new Reason(
                            null,
                            null,
                            Severity.CRITICAL,
                            "The worker's control thread died; stop() and start() it again")),
                    false);
        }
        if (state != WorkerState.RUNNING) {
            List<Reason> down = new ArrayList<>();
            down.add(new Reason(null, null, Severity.CRITICAL, "The worker is " + state));
            abandoned.forEach(event -> down.add(reason(event)));
            return new Health.Down(down, true);
        }
        List<Reason> reasons = new ArrayList<>();
        connectors.forEach(connector -> reasons.addAll(reasons(connector)));
        boolean ready = reasons.isEmpty();
        abandoned.forEach(event -> reasons.add(reason(event)));
        return reasons.isEmpty() ? new Health.Up() : new Health.Degraded(reasons, ready);
    }

    private static Reason reason(PluginAbandoned event) {
        return new Reason(
                event.connector(),
                event.task(),
                Severity.WARNING,
                "did not return from " + event.method() + " within " + event.waited() + " and was abandoned");
    }

    private static List<Reason> reasons(ConnectorStatus connector) {
        List<Reason> reasons = new ArrayList<>();
        boolean shouldRun = connector.target() == TargetState.STARTED;
        if (connector.state() == ConnectorState.FAILED || (shouldRun && connector.state() != ConnectorState.RUNNING)) {
            reasons.add(new Reason(
                    connector.name(), null, Severity.CRITICAL, text(connector.state(), connector.failure())));
        }
        for (TaskStatus task : connector.tasks()) {
            if (task.state() == TaskState.FAILED || (shouldRun && task.state() != TaskState.RUNNING)) {
                reasons.add(new Reason(
                        connector.name(), task.id().task(), Severity.CRITICAL, text(task.state(), task.failure())));
            }
        }
        return reasons;
    }

    private static String text(Enum<?> state, @Nullable Failure failure) {
        return failure == null ? "is " + state : "is " + state + " in " + failure.stage() + ": " + failure.message();
    }
}
