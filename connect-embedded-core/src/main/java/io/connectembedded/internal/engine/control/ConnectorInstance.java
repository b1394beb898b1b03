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
package io.connectembedded.internal.engine.control;

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.provider.References;
import io.connectembedded.internal.engine.recovery.Fault;
import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import io.connectembedded.internal.plugin.PluginClasses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.connector.Task;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of a plug-in {@code Connector} and the thread on which it is created, started, asked for task configs
 * and stopped. Steps are asked for by the control thread; each answer comes back to it as a command.
 */
final class ConnectorInstance {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorInstance.class);

    private static final String PROVIDER = "ConfigProvider.get";

    /**
     * The answer to a step: what came of it, or what was thrown, also as text, for a plug-in's exception is plug-in
     * code. Control thread.
     */
    @FunctionalInterface
    interface Answer<T> {
        void of(@Nullable T result, @Nullable Fault fault);
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws Exception;
    }

    private final CheckedConnector checked;
    private final ConnectorConfig config;
    private final ConnectorContext context;
    private final CommandLoop control;
    private final Execution execution;
    private final Failures failures;
    private final TaskFactory told;
    private final LiveConfigs live;
    private final BlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private volatile @Nullable String method; // the plug-in method that runs now
    private volatile boolean ended;
    private volatile boolean ending; // nobody waits for what it still does
    private Execution.@Nullable Running thread; // control thread; made at the first step
    private @Nullable Connector connector; // connector thread
    private @Nullable References references; // connector thread; since the last start
    private boolean pluginStarted; // connector thread

    ConnectorInstance(
            CheckedConnector checked,
            ConnectorContext context,
            CommandLoop control,
            Execution execution,
            Failures failures,
            TaskFactory told,
            LiveConfigs live) {
        this.checked = checked;
        this.config = checked.config();
        this.context = context;
        this.control = control;
        this.execution = execution;
        this.failures = failures;
        this.told = told;
        this.live = live;
    }

    /** Creates the plug-in and hands it its context, as is done with a connector that is not to start yet. */
    void initialize(Answer<String> answer) {
        ask("initialize", () -> version(created()), answer);
    }

    /** Creates the plug-in unless it is there, then starts it. */
    void start(Answer<String> answer) {
        ask(
                "start",
                () -> {
                    LOG.info(
                            "Starting connector {} of type {}",
                            config.name(),
                            config.connectorClass().getName());
                    Connector started = created();
                    method = PROVIDER;
                    LiveConfigs.Live now = live.connector(checked);
                    method = "start";
                    if (ending) {
                        throw new TaskGate.StoppedException("Connector " + config.name() + " was given up meanwhile");
                    }
                    references = now.references();
                    // A copy: what the plug-in does to its map is its own affair.
                    started.start(new HashMap<>(now.config()));
                    pluginStarted = true;
                    return version(started);
                },
                answer);
    }

    void taskConfigs(Answer<TaskPlan> answer) {
        ask(
                "taskConfigs",
                () -> {
                    Connector asked = created();
                    String itsVersion = version(asked);
                    method = "taskClass";
                    Class<? extends Task> taskClass = asked.taskClass();
                    method = "taskConfigs";
                    List<Map<String, String>> answered = asked.taskConfigs(config.tasksMax());
                    return TaskPlan.of(checked, itsVersion, taskClass, restored(answered));
                },
                answer);
    }

    /** As it is stored and shown: with references in place of what they stood for when the connector was started. */
    private @Nullable List<Map<String, String>> restored(@Nullable List<Map<String, String>> taskConfigs) {
        References known = references;
        if (taskConfigs != null) {
            TaskPlan.refuseTooMany(config, taskConfigs.size());
        }
        return known == null ? taskConfigs : known.restored(taskConfigs);
    }

    void stop(Answer<String> answer) {
        ask(
                "stop",
                () -> {
                    LOG.info("Stopping connector {}", config.name());
                    pluginStarted = false;
                    created().stop();
                    return "";
                },
                answer);
    }

    private Connector created() throws Exception {
        Connector existing = connector;
        if (existing == null) {
            String step = method;
            method = "create";
            existing = PluginClasses.create(config.connectorClass(), Connector.class);
            told.connectorMade(config.name(), existing);
            method = "initialize";
            existing.initialize(context);
            connector = existing;
            method = step;
        }
        return existing;
    }

    private String version(Connector connector) {
        method = "version";
        String version = connector.version();
        return version == null ? "undefined" : version;
    }

    private <T> void ask(String name, Step<T> step, Answer<T> answer) {
        Fault noThread = begin(name);
        if (noThread != null) {
            control.post(() -> answer.of(null, noThread));
            return;
        }
        steps.add(() -> {
            method = name;
            T result = null;
            Fault fault = null;
            try {
                result = step.run();
            } catch (Throwable t) {
                fault = new Fault(failures.of(name, t), t);
            }
            method = null;
            // An interrupt was meant for this step, not for the next.
            Thread.interrupted();
            T answered = result;
            Fault thrown = fault;
            control.post(() -> answer.of(answered, thrown));
        });
    }

    /** The host makes threads, and may fail to: that fails this connector, as {@code stage}, and nothing else. */
    private @Nullable Fault begin(String stage) {
        if (thread == null) {
            try {
                thread = execution.start("connector-" + config.name(), new Steps());
            } catch (Throwable t) {
                return new Fault(failures.of(stage, t), t);
            }
        }
        return null;
    }

    /** What the connector's thread does. */
    private final class Steps implements Work {

        private final PluginScope scope = PluginScope.connector(config.name(), config.connectorClass());

        @Override
        public void run() {
            scope.run(() -> {
                while (!ended) {
                    runNext();
                }
            });
        }

        private void runNext() {
            try {
                steps.take().run();
            } catch (InterruptedException e) {
                // It was meant for a step that has just ended; the end itself comes as a step.
                LOG.debug("The thread of connector {} was interrupted between two steps", config.name());
            }
        }

        @Override
        public boolean runPending() {
            Runnable next = steps.poll();
            if (next == null) {
                return false;
            }
            scope.run(next);
            return true;
        }

        @Override
        public boolean isOver() {
            return ended;
        }
    }

    /** Ends the thread after what was asked so far; a plug-in that came back only after it was abandoned is stopped. */
    void end() {
        ending = true;
        steps.add(() -> {
            ended = true;
            Connector late = connector;
            if (pluginStarted && late != null) {
                new Closing(LOG, failures()).step("stopping the abandoned connector " + config.name(), late::stop);
            }
        });
    }

    private Failures failures() {
        return new Failures(Time.SYSTEM, checked.secrets()::redact);
    }

    void interrupt() {
        Execution.Running running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Whether it waits for a config provider now. */
    boolean isAskingProvider() {
        return PROVIDER.equals(method);
    }

    /** The plug-in method the thread is in, for messages. */
    String method() {
        String current = method;
        return current == null ? "" : current;
    }
}
