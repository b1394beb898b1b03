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

import io.connectembedded.RestartPolicy;
import io.connectembedded.internal.engine.recovery.AutoRestart;
import io.connectembedded.internal.engine.recovery.Fault;
import io.connectembedded.internal.engine.recovery.Later;
import io.connectembedded.internal.engine.recovery.Restarts;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.status.TargetState;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a connector without an operator: restarts by its policy, and when values of its config end. */
final class ConnectorRecovery implements AutoRestart.Patient {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorRecovery.class);

    private final ConnectorControl connector;
    private final Services services;
    private final Restarts restarts;
    private final AutoRestart automatic;
    private final Later reload;
    private String idleBy = ""; // who paused or stopped it, when that was no operator

    ConnectorRecovery(ConnectorControl connector, Services services, Restarts restarts) {
        this.connector = connector;
        this.services = services;
        this.restarts = restarts;
        this.automatic = new AutoRestart(connector.name(), restarts, this);
        this.reload = new Later(services.control());
    }

    /** After every change: what failed since is taken in hand, the connector itself by this fault. */
    void look(@Nullable ConnectorRun run, @Nullable Fault fault) {
        if (connector.isLeaving() || connector.target() != TargetState.STARTED) {
            return;
        }
        Set<Object> failed = new HashSet<>();
        if (run != null && fault != null) {
            failed.add(run);
            automatic.failed(null, run, fault, run.healthy());
        }
        // Tasks that are about to be replaced need no help.
        boolean tasksStay = !connector.isPlanning();
        connector.tasks().eachFailed((task, itsFault) -> {
            failed.add(task);
            if (tasksStay) {
                automatic.failed(task.number(), task, itsFault, task.healthy());
            }
        });
        automatic.onlyFailed(failed);
    }

    /** An operator did something to the whole of it. */
    void operated() {
        automatic.operated();
    }

    /** An operator restarts these parts. */
    void operated(boolean itself, Set<Integer> tasks) {
        if (itself) {
            automatic.operated(null);
        }
        tasks.forEach(automatic::operated);
    }

    /** The connector is given another target; whether what failed is to be restarted with that. */
    boolean retargeted(TargetState target) {
        boolean wasIdle = !idleBy.isEmpty();
        automatic.operated();
        idleBy = "";
        return wasIdle && target == TargetState.STARTED;
    }

    /** Its config is another one, or none. */
    void configured() {
        automatic.operated();
        reload.cancel();
    }

    /** Once more from its config, which has values that end then; instead of an earlier such restart. */
    void restartAfter(Duration delay) {
        LOG.info(
                "Connector {} is restarted in {} ms, when values of its config end",
                connector.name(),
                delay.toMillis());
        reload.after(delay, () -> {
            if (connector.target() != TargetState.STOPPED) {
                connector.again(true, Set.copyOf(connector.tasks().numbers()));
                connector.reconcile();
            }
        });
    }

    /** For people: what is to come, or why it is idle. */
    String reason() {
        String coming = automatic.reason(null);
        return coming.isEmpty() ? idleBy : coming;
    }

    String reasonOfTask(int number) {
        return automatic.reason(number);
    }

    @Override
    public RestartPolicy policy() {
        return connector.wanted().config().spec().restartPolicy().orElse(restarts.ofWorker());
    }

    @Override
    public Failures failures() {
        return services.failures(connector.wanted().secrets());
    }

    @Override
    public void restart(@Nullable Integer task) {
        connector.again(task == null, task == null ? Set.of() : Set.of(task));
        connector.reconcile();
    }

    @Override
    public void retarget(TargetState asked, String by) {
        connector.waiters().overtake(asked, by);
        connector.target(asked);
        idleBy = asked.name().toLowerCase(Locale.ROOT) + " by its " + by;
        LOG.warn("Connector {} is {}", connector.name(), idleBy);
        connector.reconcile();
    }

    @Override
    public void changed() {
        connector.reconcile();
    }
}
