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

import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartScope;
import io.connectembedded.internal.engine.control.ConnectorSet;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.engine.offsets.EmbeddedOffsets;
import io.connectembedded.internal.engine.offsets.OffsetOperations;
import io.connectembedded.metrics.ConnectorMetrics;
import io.connectembedded.offset.ConnectorOffsets;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Remote control of one connector, by name. */
final class EmbeddedHandle implements ConnectorHandle {

    private final String name;
    private final WorkerLife life;
    private final WorkerViews views;
    private final WorkerPlan plan;

    EmbeddedHandle(String name, WorkerLife life, WorkerViews views, WorkerPlan plan) {
        this.name = name;
        this.life = life;
        this.views = views;
        this.plan = plan;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ConnectorSpec spec() {
        return views.spec(name);
    }

    @Override
    public ConnectorStatus status() {
        return views.status(name);
    }

    @Override
    public List<Map<String, String>> taskConfigs() {
        return views.view(name).taskConfigs();
    }

    @Override
    public Completion<ConnectorStatus> pause() {
        return ask("pause", (connectors, completion) -> connectors.pause(name, completion));
    }

    @Override
    public Completion<ConnectorStatus> resume() {
        return ask("resume", (connectors, completion) -> connectors.resume(name, completion));
    }

    @Override
    public Completion<ConnectorStatus> stop() {
        return ask("stop", (connectors, completion) -> connectors.stop(name, completion));
    }

    @Override
    public Completion<ConnectorStatus> restart() {
        return restart(RestartScope.ALL);
    }

    @Override
    public Completion<ConnectorStatus> restart(RestartScope scope) {
        Objects.requireNonNull(scope, "scope");
        return ask("restart", (connectors, completion) -> connectors.restart(name, scope, completion));
    }

    @Override
    public Completion<ConnectorStatus> restartTask(int task) {
        return ask(
                "restart of task " + task, (connectors, completion) -> connectors.restartTask(name, task, completion));
    }

    @Override
    public Completion<ConnectorStatus> update(UnaryOperator<ConnectorSpec> change) {
        Objects.requireNonNull(change, "change");
        return Asking.of(
                life,
                "update of connector " + name,
                (engine, completion) -> new SpecChange(engine, plan).update(name, change, completion));
    }

    @Override
    public Completion<ConnectorStatus> delete() {
        return ask("deletion", (connectors, completion) -> connectors.delete(name, completion));
    }

    @Override
    public Completion<ConnectorStatus> running() {
        return ask("start", (connectors, completion) -> connectors.settling().awaitRunning(name, completion));
    }

    @Override
    public Completion<ConnectorStatus> until(Predicate<? super ConnectorStatus> condition) {
        Objects.requireNonNull(condition, "condition");
        return ask(
                "condition", (connectors, completion) -> connectors.settling().await(name, condition, completion));
    }

    @Override
    public ConnectorOffsets offsets() {
        return new EmbeddedOffsets(name, new EmbeddedOffsets.Runs() {
            @Override
            public <T> Completion<T> ask(String operation, BiConsumer<OffsetOperations, EmbeddedCompletion<T>> asking) {
                return Asking.of(
                        life,
                        operation,
                        (engine, completion) -> asking.accept(engine.parts().offsets(), completion));
            }
        });
    }

    @Override
    public ConnectorMetrics metrics() {
        return views.metrics(name);
    }

    @Override
    public Set<String> topics() {
        return views.topics(name);
    }

    @Override
    public void resetTopics() {
        views.resetTopics(name);
    }

    private Completion<ConnectorStatus> ask(
            String operation, BiConsumer<ConnectorSet, EmbeddedCompletion<ConnectorStatus>> asking) {
        return Asking.of(
                life,
                operation + " of connector " + name,
                (engine, completion) -> asking.accept(engine.parts().connectors(), completion));
    }
}
