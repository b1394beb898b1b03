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

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.Connectors;
import io.connectembedded.RunGoal;
import io.connectembedded.RunSummary;
import io.connectembedded.error.ValidationReport;
import io.connectembedded.health.Health;
import io.connectembedded.internal.engine.goal.GoalRun;
import io.connectembedded.internal.health.HealthCheck;
import io.connectembedded.metrics.WorkerMetrics;
import io.connectembedded.plugin.Plugins;
import io.connectembedded.status.Completion;
import io.connectembedded.status.WorkerInfo;
import io.connectembedded.status.WorkerState;
import java.util.Objects;

/** The worker a host holds: what it may ask for, each answered by the one who knows. */
final class EmbeddedWorker implements ConnectWorker {

    private final WorkerPlan plan;
    private final WorkerLife life;
    private final WorkerViews views;

    EmbeddedWorker(WorkerPlan plan, WorkerLife life) {
        this.plan = plan;
        this.life = life;
        this.views = life.views();
    }

    @Override
    public void start() {
        life.start();
    }

    @Override
    public void stop() {
        life.stop();
    }

    @Override
    public void close() {
        life.close();
    }

    @Override
    public RunSummary runUntil(RunGoal goal) {
        return new BoundedRun(plan.name(), life, new GoalRun(Objects.requireNonNull(goal, "goal"), life.time())).run();
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public WorkerState state() {
        return life.state();
    }

    @Override
    public WorkerInfo info() {
        return views.info();
    }

    @Override
    public Connectors connectors() {
        return new EmbeddedConnectors(life, views, plan);
    }

    @Override
    public Completion<ValidationReport> validate(ConnectorSpec spec) {
        return SpecChange.validate(life, plan, Objects.requireNonNull(spec, "spec"));
    }

    @Override
    public ConnectorHandle connector(String name) {
        Objects.requireNonNull(name, "name");
        views.status(name);
        return new EmbeddedHandle(name, life, views, plan);
    }

    @Override
    public Health health() {
        return HealthCheck.of(life.state(), views.statuses(), views.abandoned());
    }

    @Override
    public WorkerMetrics metrics() {
        return views.metrics();
    }

    @Override
    public String describe() {
        return views.describe();
    }

    @Override
    public Plugins plugins() {
        return views.plugins();
    }

    @Override
    public ConnectListener.Registration listen(ConnectListener listener) {
        Objects.requireNonNull(listener, "listener");
        views.refuseClosed();
        return life.listen(listener);
    }
}
