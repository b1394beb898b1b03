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

import io.connectembedded.internal.engine.recovery.Fault;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.Interrupts;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incarnation of a connector: which step it is in, and the way to end it within bounds. At most one step runs at a
 * time. Control thread.
 */
final class ConnectorRun {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorRun.class);

    /** READY is created or stopped, and may be started. */
    enum Phase {
        READY,
        BUSY,
        STARTED,
        FAILED,
        GONE
    }

    /** What a step came to, for the one who decides what is next. */
    interface Owner {
        /** Decides what is next. */
        void reconcile();

        void started(String version);

        void planned(TaskPlan plan);

        void failed(Fault fault);
    }

    private final String name;
    private final long version;
    private final Interrupts interrupts;
    private final Services services;
    private final Owner owner;
    private final ConnectorInstance instance;
    private final EmbeddedConnectorContext context;
    private final Failures failures;
    private Phase phase = Phase.READY;
    private boolean retiring;
    private boolean pluginStarted;
    private boolean failed; // by its own word
    private boolean left; // to a config provider that does not answer
    private int starts;
    private long startedMs;

    ConnectorRun(
            CheckedConnector connector,
            long version,
            EmbeddedConnectorContext context,
            Services services,
            Owner owner) {
        this.name = connector.config().name();
        this.interrupts = connector.config().interrupts();
        this.version = version;
        this.services = services;
        this.owner = owner;
        this.context = context;
        this.failures = services.failures(connector.secrets());
        this.instance = new ConnectorInstance(
                connector,
                context,
                services.control(),
                services.execution(),
                failures,
                services.tasks(),
                services.tasks().live());
    }

    long version() {
        return version;
    }

    Phase phase() {
        return phase;
    }

    /** Instead of {@link #start}, while it is not to run. */
    void initialize() {
        phase = Phase.BUSY;
        instance.initialize((pluginVersion, fault) -> after(fault == null ? Phase.READY : Phase.FAILED, () -> {
            if (fault != null) {
                owner.failed(fault);
            }
        }));
    }

    void start() {
        phase = Phase.BUSY;
        boundProviders();
        instance.start((pluginVersion, fault) -> {
            if (left) {
                return;
            }
            pluginStarted = fault == null;
            startedMs = services.time().hiResClockMs();
            services.metrics().worker().connectorStarted(pluginStarted);
            if (fault == null) {
                after(Phase.STARTED, () -> owner.started(pluginVersion == null ? "undefined" : pluginVersion));
            } else {
                after(Phase.FAILED, () -> owner.failed(fault));
            }
        });
    }

    /** A config provider that hangs fails the connector, which may be restarted then. */
    private void boundProviders() {
        LiveConfigs live = services.tasks().live();
        int mine = ++starts;
        if (live.mayHang()) {
            services.control().after(live.limit(), () -> {
                if (mine == starts && phase == Phase.BUSY && !retiring && instance.isAskingProvider()) {
                    leave(live);
                }
            });
        }
    }

    private void leave(LiveConfigs live) {
        services.abandoned().add(services.events(), name, null, instance.method(), live.limit());
        services.metrics().worker().connectorStarted(false);
        left = true;
        phase = Phase.FAILED;
        close();
        if (!interrupts.isNever()) {
            instance.interrupt();
        }
        ConnectException unanswered = live.unanswered();
        owner.failed(new Fault(failures.of("start", unanswered), unanswered));
        owner.reconcile();
    }

    private void close() {
        context.close();
        instance.end();
    }

    /** How long ago it started; nothing when it never did. */
    Duration healthy() {
        return pluginStarted ? Duration.ofMillis(services.time().hiResClockMs() - startedMs) : Duration.ZERO;
    }

    void configureTasks() {
        phase = Phase.BUSY;
        instance.taskConfigs((plan, fault) -> after(Phase.STARTED, () -> {
            if (plan != null) {
                owner.planned(plan);
            } else if (fault != null) {
                owner.failed(fault);
            }
        }));
    }

    void stop() {
        phase = Phase.BUSY;
        instance.stop((done, fault) -> {
            pluginStarted = false;
            if (fault != null && retiring) {
                LOG.warn(
                        "Connector {} failed in stop; it is discarded all the same: {}\n{}",
                        name,
                        fault.failure().message(),
                        fault.failure().trace());
            }
            after(fault == null ? Phase.READY : Phase.FAILED, () -> {
                if (fault != null) {
                    owner.failed(fault);
                }
            });
        });
    }

    private void after(Phase next, Runnable tell) {
        if (phase == Phase.GONE || left) {
            return;
        }
        phase = failed ? Phase.FAILED : next;
        if (retiring) {
            goOnRetiring();
        } else if (!failed) {
            tell.run();
        }
        owner.reconcile();
    }

    /** The connector reported a failure of its own; a step that runs now is the last. */
    void fail() {
        failed = true;
        if (phase != Phase.BUSY && phase != Phase.GONE) {
            phase = Phase.FAILED;
        }
    }

    /** Stop, interrupt unless that is never to be, abandon after all of the grace (I5); GONE in the end. */
    void retire(Duration grace) {
        if (retiring) {
            return;
        }
        retiring = true;
        endWithin(interrupts, grace);
        if (phase != Phase.BUSY) {
            goOnRetiring();
        }
    }

    /** The grace is cut short to this. */
    void hurry(Duration limit) {
        endWithin(interrupts.atOnce(), limit);
    }

    private void endWithin(Interrupts when, Duration limit) {
        when.within(limit)
                .ifPresent(delay -> services.control().after(delay, () -> {
                    if (phase != Phase.GONE) {
                        instance.interrupt();
                    }
                }));
        services.control().after(limit, () -> {
            if (phase != Phase.GONE) {
                services.abandoned().add(services.events(), name, null, instance.method(), limit);
                goneFor(true);
                owner.reconcile();
            }
        });
    }

    private void goOnRetiring() {
        if (pluginStarted) {
            stop();
        } else {
            goneFor(false);
        }
    }

    private void goneFor(boolean abandoned) {
        phase = Phase.GONE;
        close();
        if (abandoned && !interrupts.isNever()) {
            instance.interrupt();
        }
    }
}
