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

import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.engine.contact.KafkaContacts;
import io.connectembedded.internal.engine.control.ConnectorSet;
import io.connectembedded.internal.engine.control.LiveConfigs;
import io.connectembedded.internal.engine.control.Services;
import io.connectembedded.internal.engine.event.Abandoned;
import io.connectembedded.internal.engine.event.EventThread;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.engine.fencing.FencingRounds;
import io.connectembedded.internal.engine.fencing.LiveName;
import io.connectembedded.internal.engine.fencing.NameGroup;
import io.connectembedded.internal.engine.fencing.NameKeeper;
import io.connectembedded.internal.engine.fencing.ZombieFencing;
import io.connectembedded.internal.engine.foundation.Foundation;
import io.connectembedded.internal.engine.foundation.Reporters;
import io.connectembedded.internal.engine.goal.GoalRun;
import io.connectembedded.internal.engine.offsets.OffsetOperations;
import io.connectembedded.internal.engine.offsets.PositionsFactory;
import io.connectembedded.internal.engine.offsets.StorageAssembly;
import io.connectembedded.internal.engine.recovery.Restarts;
import io.connectembedded.internal.engine.task.CommitReports;
import io.connectembedded.internal.engine.task.ConverterFactory;
import io.connectembedded.internal.engine.task.ErrorHandlingFactory;
import io.connectembedded.internal.engine.task.TaskAssembly;
import io.connectembedded.internal.engine.task.TransformationFactory;
import io.connectembedded.internal.engine.topics.ActiveTopics;
import io.connectembedded.internal.engine.validation.Validation;
import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.offset.OffsetStorages;
import io.connectembedded.internal.source.PeriodicCommits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the parts of a run are made and joined. */
final class Assembly {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    /** For config providers and the override policy together; loaders have as much, or what is left of the grace. */
    private static final Duration PLUGINS_CLOSE = Duration.ofMillis(500);

    private final WorkerPlan plan;
    private final boolean plainNames;
    private final Foundation foundation;
    private final Time time;
    private final ActiveTopics topics; // of all runs

    Assembly(WorkerPlan plan, boolean plainNames, Foundation foundation) {
        this.plan = plan;
        this.plainNames = plainNames;
        this.foundation = foundation;
        this.time = foundation.time();
        this.topics =
                new ActiveTopics(plan.config().topicTracking(), plan.config().topicTrackingReset());
    }

    /**
     * With the worker, closes its own plug-ins and then the class loaders of all, which is code of others: on a thread
     * of its own, within a bound, and by nobody who holds a lock.
     *
     * @param grace in which the worker is to be closed; to take back many JDBC drivers may need some of it
     */
    void closePlugins(boolean isClosed, Deadline grace) {
        if (!isClosed) {
            return;
        }
        // The flag is the host's: it must neither be lost in a step nor cut one short.
        boolean interrupted = Thread.interrupted();
        try {
            close(
                    plan.own(),
                    plan.own().closeMayBlock(),
                    PLUGINS_CLOSE,
                    "A config provider or override policy of worker {} did not close in time");
            Duration left = grace.remaining();
            close(
                    plan.plugins(),
                    plan.plugins().closeMayBlock(),
                    left.compareTo(PLUGINS_CLOSE) > 0 ? left : PLUGINS_CLOSE,
                    "The plug-ins of worker {} were not let go in time: one of them blocks in it");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void close(AutoCloseable plugins, boolean mayBlock, Duration limit, String late) {
        Runnable closes =
                () -> new Closing(LOG, new Failures(time, plan.config().secrets()::redact))
                        .step("closing the plug-ins of worker " + plan.name(), plugins::close);
        if (!mayBlock) {
            closes.run();
            return;
        }
        try {
            Execution.Running closing = execution().start("plugins-close", Work.once(closes));
            if (!closing.join(limit)) {
                closing.interrupt();
                LOG.warn(late, plan.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable t) {
            LOG.warn("The plug-ins of worker {} are not closed: no thread for it", plan.name(), t);
        }
    }

    /** Nothing of it outlives the worker. */
    void close() {
        foundation.close();
    }

    ActiveTopics topics() {
        return topics;
    }

    Time time() {
        return time;
    }

    /** Whether whoever waits for this worker does its work himself, so that he must not. */
    boolean isAlone() {
        return execution().isAlone();
    }

    Execution execution() {
        return foundation.execution(plan.name(), plan.threads(), plan.plugins().loader());
    }

    /** Null when the host makes no more threads: a close goes on all the same. */
    @Nullable
    EventThread lastEventThread() {
        try {
            return new EventThread(execution());
        } catch (Throwable t) {
            LOG.warn("Listeners of worker {} are not told that it is CLOSED: no thread for it", plan.name(), t);
            return null;
        }
    }

    /**
     * A new run; {@code controlDied} is told when the control thread dies of a defect of ours.
     *
     * @param goal null when it is to run until it is stopped
     */
    Engine engine(String workerId, Events events, Consumer<Throwable> controlDied, @Nullable GoalRun goal) {
        WorkerConfig config = plan.config();
        Execution execution = execution();
        ClientSettings settings = settings();
        OffsetStorages storages = storages(settings, execution);
        LiveName name = liveName(settings, storages, execution);
        ZombieFencing fencing = fencing(settings, storages, name, execution);
        Abandoned abandoned = new Abandoned();
        PeriodicCommits commits = commits(execution, events, abandoned);
        ConnectMetrics metrics = metrics(config);
        LiveConfigs live = new LiveConfigs(plan.own().providers(), config.secrets(), plan.startTimeout());
        CommandLoop control = new CommandLoop(time, controlDied);
        Duration grace = config.shutdownTimeout();
        TaskAssembly.Offsets where = new TaskAssembly.Offsets(storages, commits, fencing);
        TaskAssembly tasks = tasks(settings, live, where, metrics, told(events, control, goal));
        Services services =
                new Services(workerId, control, execution, time, events, tasks, storages, metrics, abandoned, grace);
        ConnectorSet connectors = new ConnectorSet(services, restarts(control, events, goal), topics);
        live.reloadBy(connectors::restartAfter);
        Validation validation = validation(execution, events, abandoned);
        OffsetOperations offsets = new OffsetOperations(new OffsetOperations.Parts(
                connectors, control, events, validation, live, positions(storages, settings, execution, fencing)));
        Engine.Parts parts = new Engine.Parts(
                execution,
                events,
                control,
                connectors,
                offsets,
                new Engine.Stores(storages, commits),
                validation,
                metrics,
                new Engine.Kafka(brokers(settings, execution, workerId, metrics), name),
                time);
        return new Engine(parts, plan.connectors(), grace, goal);
    }

    private ZombieFencing fencing(
            ClientSettings settings, OffsetStorages storages, LiveName name, Execution execution) {
        return new FencingRounds(new FencingRounds.Run(
                NameGroup.here(plan.name()),
                plan.config(),
                settings,
                foundation.clients(),
                storages,
                name,
                time,
                execution));
    }

    private TaskAssembly.Told told(Events events, CommandLoop control, @Nullable GoalRun goal) {
        return new TaskAssembly.Told(events, topics, new KafkaContacts(control, time), new CommitReports(time), goal);
    }

    private Restarts restarts(CommandLoop control, Events events, @Nullable GoalRun goal) {
        return new Restarts(
                plan.restart(), foundation.random(), control, events, goal == null ? connector -> {} : goal::gaveUp);
    }

    private PositionsFactory positions(
            OffsetStorages storages, ClientSettings settings, Execution execution, ZombieFencing fencing) {
        return new PositionsFactory(storages, foundation.clients(), settings, execution, time, fencing::fence);
    }

    private ClientSettings settings() {
        return new ClientSettings(
                plan.name(),
                plan.config(),
                plainNames ? "" : plan.name() + "-",
                plan.own().policy());
    }

    private BrokerCheck brokers(ClientSettings settings, Execution execution, String workerId, ConnectMetrics metrics) {
        return new BrokerCheck(
                foundation.clients(),
                settings.admin(),
                execution,
                plan.config().secrets(),
                id -> clusterFound(id, workerId, settings, metrics));
    }

    /** Whoever hears of metrics hears first whose they are. */
    private void clusterFound(String id, String workerId, ClientSettings settings, ConnectMetrics metrics) {
        settings.clusterId(id);
        Reporters reporters = new Reporters(plan.config(), plan.plugins(), foundation, workerId);
        metrics.report(reporters.make(), settings.metricsContext());
        plan.own()
                .providers()
                .monitor((name, provider) ->
                        metrics.plugin(tags("config.providers", provider.getClass(), "provider", name)));
        plan.own().policy().monitor(type -> metrics.plugin(tags("connector.client.config.override.policy", type)));
    }

    private static Map<String, String> tags(String key, Class<?> type, String... more) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("config", key);
        tags.put("class", type.getSimpleName());
        for (int i = 0; i < more.length; i += 2) {
            tags.put(more[i], more[i + 1]);
        }
        return tags;
    }

    private TaskAssembly tasks(
            ClientSettings settings,
            LiveConfigs live,
            TaskAssembly.Offsets offsets,
            ConnectMetrics metrics,
            TaskAssembly.Told told) {
        TaskAssembly.Factories factories = new TaskAssembly.Factories(
                new ConverterFactory(plan.config(), plan.objects(), plan.plugins()),
                new TransformationFactory(plan.plugins()),
                new ErrorHandlingFactory(foundation.clients(), settings, told.events(), time));
        return new TaskAssembly(plan.config(), settings, foundation, factories, live, offsets, metrics, told, time);
    }

    private Validation validation(Execution execution, Events events, Abandoned abandoned) {
        return new Validation(
                execution, time, (connector, method, waited) -> abandoned.add(events, connector, null, method, waited));
    }

    private PeriodicCommits commits(Execution execution, Events events, Abandoned abandoned) {
        WorkerConfig config = plan.config();
        Duration grace = config.shutdownTimeout();
        return new PeriodicCommits(
                execution,
                time,
                config.offsetFlushInterval(),
                config.offsetFlushTimeout(),
                grace,
                task -> abandoned.add(events, task.connector(), task.task(), "commit", grace));
    }

    private ConnectMetrics metrics(WorkerConfig config) {
        Map<String, String> tags = plainNames ? Map.of() : Map.of("worker", plan.name());
        MetricConfig metrics = ConnectMetrics.config(
                config.metricsSampleWindow(), config.metricsSamples(), config.metricsRecordingLevel());
        return new ConnectMetrics(time, metrics.tags(tags));
    }

    /** Nobody else wants it where all is done by hand. */
    private LiveName liveName(ClientSettings settings, OffsetStorages storages, Execution execution) {
        if (!plan.config().writesExactlyOnce() || execution.isAlone()) {
            return LiveName.FREE;
        }
        NameGroup group = new NameGroup(
                plan.name(),
                settings.forStore("admin."),
                settings.forStore("consumer."),
                storages.worker().transactionTopic());
        return new NameKeeper(group, execution, time);
    }

    private OffsetStorages storages(ClientSettings settings, Execution execution) {
        return new StorageAssembly(plan.name(), plan.config(), settings, foundation, plan.startTimeout())
                .storages(plan.offsetStore(), execution);
    }
}
