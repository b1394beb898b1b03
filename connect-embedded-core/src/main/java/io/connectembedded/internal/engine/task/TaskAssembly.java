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
package io.connectembedded.internal.engine.task;

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.engine.contact.KafkaContacts;
import io.connectembedded.internal.engine.contact.TaskContact;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.control.LiveConfigs;
import io.connectembedded.internal.engine.control.TaskFactory;
import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.engine.fencing.ZombieFencing;
import io.connectembedded.internal.engine.foundation.Foundation;
import io.connectembedded.internal.engine.goal.GoalRun;
import io.connectembedded.internal.engine.goal.SinkWatch;
import io.connectembedded.internal.engine.goal.SourceWatch;
import io.connectembedded.internal.engine.topics.ActiveTopics;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.inapp.InAppTask;
import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.metrics.SinkMeters;
import io.connectembedded.internal.metrics.TaskMeters;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.offset.OffsetStorages;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.internal.sink.SinkTaskParts;
import io.connectembedded.internal.sink.WorkerSinkTask;
import io.connectembedded.internal.sink.position.SavedPositions;
import io.connectembedded.internal.source.Delivery;
import io.connectembedded.internal.source.PeriodicCommits;
import io.connectembedded.internal.source.SourceTaskParts;
import io.connectembedded.internal.source.TopicCreation;
import io.connectembedded.internal.source.TopicRule;
import io.connectembedded.internal.source.WorkerSourceTask;
import io.connectembedded.internal.source.inflight.InFlightLimit;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the body of one task together, on the thread that will run it. */
public record TaskAssembly(
        WorkerConfig config,
        ClientSettings settings,
        Foundation foundation,
        Factories factories,
        LiveConfigs live,
        Offsets offsets,
        ConnectMetrics metrics,
        Told told,
        Time time)
        implements TaskFactory {

    /** What makes the parts that a connector's config describes. */
    public record Factories(
            ConverterFactory converters, TransformationFactory transformations, ErrorHandlingFactory errorHandling) {}

    /** Where offsets go, when, and who may write them. */
    public record Offsets(OffsetStorages storages, PeriodicCommits commits, ZombieFencing fencing) {}

    /** Who hears of what tasks do. */
    public record Told(
            Events events,
            ActiveTopics topics,
            KafkaContacts contacts,
            CommitReports commits,
            @Nullable GoalRun goal) {}

    private static final Logger LOG = LoggerFactory.getLogger(TaskAssembly.class);

    @Override
    public void connectorMade(String name, Connector connector) {
        foundation.connectorMade(name, connector);
    }

    @Override
    public TaskBody create(TaskPlan stored, TaskId id, TaskGate gate) throws PluginNotFoundException {
        // From here on the connector's config is what its providers give now; only task configs are still as stored.
        TaskPlan plan = live.plan(stored, gate);
        Task task = PluginClasses.create(plan.taskClass(), Task.class);
        LOG.info(
                "Instantiated task {} with version {} of type {}",
                id,
                task.version(),
                task.getClass().getName());
        SavedPositions saved = task instanceof InAppTask inApp ? bound(inApp, plan.config()) : savesNone(plan.config());
        if (gate.isStopping()) {
            // The constructor may have hung until this one was abandoned.
            throw PluginHome.stopped(id);
        }
        offsets.storages().opened(plan.config(), gate);
        PluginHome home = new PluginHome(id, gate, metrics.chain(id));
        if (task instanceof SourceTask source) {
            return made(plan, home, made -> source(plan, home, foundation.watched(id, source), made));
        }
        if (task instanceof SinkTask sink) {
            return made(plan, home, made -> sink(plan, home, foundation.watched(id, sink), made, saved));
        }
        throw new ConnectException(plan.taskClass().getName()
                + " is neither a SourceTask nor a SinkTask; the connector's" + " taskClass() must name one");
    }

    /** A task made of functions may save its positions itself, where the connector has a store that can do that. */
    private static SavedPositions bound(InAppTask task, ConnectorConfig config) {
        SavedPositions saved =
                new SavedPositions(config.name(), config.spec().offsetStore().orElse(null));
        task.bind(config.spec().objects(), saved);
        return saved;
    }

    private static SavedPositions savesNone(ConnectorConfig config) {
        return new SavedPositions(config.name(), null);
    }

    /** What a body is made of once there are converters. */
    private interface BodyMaker {
        TaskBody with(TaskConverters made) throws PluginNotFoundException;
    }

    private TaskBody made(TaskPlan plan, PluginHome home, BodyMaker maker) throws PluginNotFoundException {
        Failures failures = failures(plan.connector());
        TaskConverters made =
                factories.converters().create(plan.config(), home, failures).calledBy(plan.taskClass());
        try {
            return maker.with(made);
        } catch (Throwable t) {
            new Closing(LOG, failures).step("closing the converters", made::close);
            throw t;
        }
    }

    /**
     * The last of what is made with code of others. Whoever hung in it until the task was abandoned must not register
     * metrics beside those of its successor.
     */
    private <R extends ConnectRecord<R>> TransformationChain<R> chain(
            TaskPlan plan, PluginHome home, ErrorHandling<?> errors) throws PluginNotFoundException {
        Failures failures = failures(plan.connector());
        Closing closing = new Closing(LOG, failures);
        try {
            TransformationChain<R> chain = factories.transformations().create(plan.config(), home, errors, failures);
            if (home.gate().isStopping()) {
                closing.step("closing the transformations", chain::close);
                throw home.stopped();
            }
            return chain;
        } catch (Throwable t) {
            closing.step("closing the error handling", errors::close);
            throw t;
        }
    }

    private TaskBody source(TaskPlan plan, PluginHome home, SourceTask plugin, TaskConverters made)
            throws PluginNotFoundException {
        TaskId id = home.id();
        GoalRun goal = told.goal();
        boolean exactlyOnce = plan.config().exactlyOnce(config) != null;
        SourceWatch watch = goal == null ? null : goal.source(id, plugin, exactlyOnce);
        SourceTask task = watch == null ? plugin : watch;
        TaskGate gate = home.gate();
        ErrorHandling<SourceRecord> errors = factories.errorHandling().forSource(plan, id, gate, made);
        TaskContact contact = told.contacts().of(id);
        OffsetStorage storage = offsets.storages().of(plan.config());
        CommitReports.OfTask reports = told.commits().of(storage);
        SourceTaskParts parts = new SourceTaskParts(
                id,
                plugin(plan, home, task),
                steps(plan, home, made, errors),
                clients().ofSource(plan, id, errors, contact),
                gate,
                metrics,
                storage,
                offsets.commits(),
                (partitions, took, failure) ->
                        committed(id, plan.connector(), partitions, took, failure, reports.of(took, failure)),
                time);
        Delivery delivery = choice().of(plan, parts, meters(plan, id, task, made, errors));
        if (watch != null && !exactlyOnce) {
            watch.commitsBy(delivery::commit);
        }
        contact.waits(delivery::awaitsKafka);
        contact.whenRefused(delivery::loginRefused);
        return new WorkerSourceTask(parts, delivery);
    }

    private TaskClients clients() {
        return new TaskClients(foundation.clients(), settings, choice());
    }

    private DeliveryChoice choice() {
        return new DeliveryChoice(config, settings, offsets.fencing());
    }

    private SourceTaskParts.Plugin plugin(TaskPlan plan, PluginHome home, SourceTask task) {
        return new SourceTaskParts.Plugin(
                task,
                plan.taskClass(),
                () -> live.task(plan, home.id().task(), home.gate()),
                plan.connector().offsetReader(offsets.storages()),
                home.meters().plugin(Map.of()),
                failures(plan.connector()),
                plan.config().interrupts());
    }

    private SourceTaskParts.Steps steps(
            TaskPlan plan, PluginHome home, TaskConverters made, ErrorHandling<SourceRecord> errors)
            throws PluginNotFoundException {
        TaskId id = home.id();
        return new SourceTaskParts.Steps(
                chain(plan, home, errors),
                made,
                errors,
                topicCreation(plan, id),
                told.topics().of(id.connector()),
                limit(plan),
                record -> foundation.dropped(id, record));
    }

    private TaskMeters meters(TaskPlan plan, TaskId id, Task task, TaskConverters made, ErrorHandling<?> errors) {
        return new TaskMeters(metrics, id, time, errors.meters()).madeOf(TaskFacts.of(plan, task.version(), made));
    }

    private TopicCreation topicCreation(TaskPlan plan, TaskId id) {
        return config.topicCreation()
                ? new TopicCreation(
                        plan.config().topicCreation().stream()
                                .map(group -> new TopicRule(
                                        group.name(),
                                        group::isFor,
                                        group.partitions(),
                                        group.replication(),
                                        group.configs()))
                                .toList(),
                        () -> foundation.clients().topics(id, settings.topicAdmin(plan.config(), id)))
                : TopicCreation.none();
    }

    private InFlightLimit limit(TaskPlan plan) {
        return new InFlightLimit(
                plan.config().maxInFlightRecords().orElseGet(config::maxInFlightRecords),
                plan.config().maxInFlightBytes().orElseGet(config::maxInFlightBytes));
    }

    private TaskBody sink(TaskPlan plan, PluginHome home, SinkTask plugin, TaskConverters made, SavedPositions saved)
            throws PluginNotFoundException {
        TaskId id = home.id();
        GoalRun goal = told.goal();
        SinkWatch watch = goal == null ? null : goal.sink(id, plan.config());
        SinkTask task = watch == null ? plugin : watch.over(plugin);
        TaskGate gate = home.gate();
        ErrorHandling<ConsumerRecord<byte[], byte[]>> errors =
                factories.errorHandling().forSink(plan, id, gate);
        OffsetStorage storage = ownStorage(plan);
        CommitReports.OfTask reports = storage == null ? null : told.commits().of(storage);
        TaskContact contact = told.contacts().of(id);
        SinkTaskParts parts = new SinkTaskParts(
                id,
                plugin(plan, home, task),
                new SinkTaskParts.Topics(plan.config().topics(), plan.config().topicsRegex()),
                steps(plan, home, made, errors, saved),
                clients().ofSink(plan, id, errors, contact, watch),
                gate,
                new SinkMeters(metrics, meters(plan, id, task, made, errors)),
                new SinkTaskParts.Commits(
                        config.offsetFlushInterval(),
                        config.offsetFlushTimeout(),
                        saved,
                        storage,
                        watch == null ? kept -> {} : watch::keptIn),
                (partitions, took, failure) -> committed(
                        id,
                        plan.connector(),
                        partitions,
                        took,
                        failure,
                        reports == null ? news(failure, contact) : reports.of(took, failure)),
                time);
        WorkerSinkTask body = new WorkerSinkTask(parts);
        contact.waits(() -> body.stage().equals("poll"));
        return body;
    }

    private @Nullable OffsetStorage ownStorage(TaskPlan plan) {
        boolean own = plan.config().spec().offsetStore().isPresent();
        return own ? offsets.storages().of(plan.config()) : null;
    }

    private SinkTaskParts.Plugin plugin(TaskPlan plan, PluginHome home, SinkTask task) {
        return new SinkTaskParts.Plugin(
                task,
                () -> live.task(plan, home.id().task(), home.gate()),
                home.meters().plugin(Map.of()),
                failures(plan.connector()));
    }

    private SinkTaskParts.Steps steps(
            TaskPlan plan,
            PluginHome home,
            TaskConverters made,
            ErrorHandling<ConsumerRecord<byte[], byte[]>> errors,
            SavedPositions saved)
            throws PluginNotFoundException {
        return new SinkTaskParts.Steps(
                made,
                chain(plan, home, errors),
                errors,
                factories.errorHandling().reports(errors, made, saved.isOffered()),
                new SinkTaskParts.PutPolicy(
                        plan.config().errors().putRetryTimeout(),
                        plan.config().errors().bisect()),
                told.topics().of(home.id().connector()),
                dropped(home.id(), told.goal()));
    }

    private java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> dropped(TaskId id, @Nullable GoalRun goal) {
        return goal == null
                ? record -> foundation.dropped(id, record)
                : record -> {
                    foundation.dropped(id, record);
                    goal.dropped(id);
                };
    }

    private Failures failures(CheckedConnector connector) {
        return new Failures(time, connector.secrets()::redact);
    }

    /** Of a sink: {@code isUnanswered} says of a success whether failures went before it, of a failure whether it is known. */
    private static CommitReports.News news(@Nullable Throwable failure, TaskContact contact) {
        boolean known = contact.isUnanswered(failure);
        if (failure == null) {
            return known ? CommitReports.News.WORKS_AGAIN : CommitReports.News.NONE;
        }
        return known ? CommitReports.News.NONE : CommitReports.News.FAILS;
    }

    private void committed(
            TaskId id,
            CheckedConnector connector,
            int partitions,
            Duration took,
            @Nullable Throwable failure,
            CommitReports.News news) {
        var shown = failure == null ? null : failures(connector).of("commit", failure);
        PluginScope.offsets(id).run(() -> {
            if (news == CommitReports.News.WORKS_AGAIN) {
                LOG.info("Offsets of task {} are committed again", id);
            } else if (shown == null) {
                LOG.debug("Committed offsets of {} partitions of task {} in {} ms", partitions, id, took.toMillis());
            } else if (news == CommitReports.News.NONE) {
                LOG.debug("Commit of offsets of task {} failed once more and is tried again: {}", id, shown.message());
            } else {
                LOG.warn("Commit of offsets of task {} failed and is tried again: {}", id, shown.message());
            }
        });
        told.events().tell(new ConnectEvent.OffsetsCommitted(told.events().now(), id, partitions, took, shown));
    }
}
