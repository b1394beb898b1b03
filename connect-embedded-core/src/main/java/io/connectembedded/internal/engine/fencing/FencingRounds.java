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
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.clients.Clients;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.engine.recovery.DeposedException;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.internal.offset.OffsetStorages;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of fencing of one run. A round first writes down that it is the newest, then fences, then writes down how
 * many tasks there will be: so a zombie that gets its producer after the fencing finds that out when it confirms, and
 * one that gets it before is fenced. The first task of a plan does it, and the others wait for it.
 *
 * <p>What is left: Kafka writes an entry without looking at the one before. A worker that is cut off or stands still just
 * between its reading and its writing of the entry, for as long as another one of its name needs to take over, writes
 * over the other's; it knows then of fewer tasks than there are if the other has more, and these go on until they are
 * restarted.
 */
public final class FencingRounds implements ZombieFencing {

    /** Longer than a round takes that waits for Kafka. */
    private static final Duration OTHERS = Duration.ofMinutes(5);

    private final Run run;
    private final String session = UUID.randomUUID().toString();
    private final Map<String, Round> rounds = new HashMap<>(); // by connector; guarded by itself
    private final Set<String> claimed = new HashSet<>(); // guarded by rounds; connectors of which this run is the owner

    /**
     * The run of a worker.
     *
     * @param worker which, with its host, for people
     */
    public record Run(
            String worker,
            WorkerConfig config,
            ClientSettings settings,
            Clients clients,
            OffsetStorages storages,
            LiveName name,
            Time time,
            Waits waits) {}

    /** One of a plan, which is known by its task configs: copies of it, with new values of providers, share them. */
    private record Round(List<Map<String, String>> plan, String id, CompletableFuture<Void> done) {}

    public FencingRounds(Run run) {
        this.run = run;
    }

    @Override
    public void fence(TaskPlan plan, TaskGate gate) {
        while (true) {
            Round fresh = new Round(plan.configs(), UUID.randomUUID().toString(), new CompletableFuture<>());
            Round round = current(plan, gate, fresh);
            if (round.id.equals(fresh.id)) {
                complete(round, plan.config(), gate);
                return;
            }
            if (isDone(round, plan.config(), gate)) {
                // Long ago, maybe: a task that is restarted must not fence off whoever took over since.
                confirm(round, plan.config(), gate);
                return;
            }
        }
    }

    private Round current(TaskPlan plan, TaskGate gate, Round fresh) {
        synchronized (rounds) {
            // Under the lock: tasks of an older plan are told to stop before the next plan has any.
            refuseStopping(plan.config(), gate);
            Round known = rounds.get(plan.config().name());
            if (known != null && known.plan == fresh.plan) {
                return known;
            }
            rounds.put(plan.config().name(), fresh);
            return fresh;
        }
    }

    private void complete(Round round, ConnectorConfig connector, TaskGate gate) {
        try {
            make(round.id, connector, round.plan.size(), gate);
            round.done.complete(null);
        } catch (Throwable t) {
            synchronized (rounds) {
                rounds.remove(connector.name(), round);
            }
            round.done.completeExceptionally(t);
            throw t;
        }
    }

    /** False when whoever made it was told to stop, so that another task has to. */
    private static boolean isDone(Round round, ConnectorConfig connector, TaskGate gate) {
        try {
            if (!gate.awaitDone(round.done, OTHERS, gate::isStopping)) {
                refuseStopping(connector, gate);
                throw new ConnectException("The earlier tasks of connector " + connector.name()
                        + " were not fenced off within " + OTHERS + "; restart the task");
            }
            round.done.get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(
                    "Interrupted while the earlier tasks of connector " + connector.name() + " were fenced off", e);
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            if (cause instanceof TaskGate.StoppedException) {
                return false;
            }
            if (cause instanceof DeposedException deposed) {
                throw deposed;
            }
            throw new ConnectException(Failures.messageOf(cause), cause);
        }
    }

    private void make(String round, ConnectorConfig connector, int tasks, TaskGate gate) {
        StoredTasks stored = new StoredTasks(run.storages.of(connector), connector.name(), gate);
        StoredTasks.Entry before = stored.read();
        refuseDeposed(connector, before);
        if (before != null && before.tasks() > 0 && !(before.tasks() == 1 && tasks == 1)) {
            stored.write(entry(before.tasks(), round));
            new FencedProducers(run, connector, before.tasks()).fence(gate);
            // That may have taken minutes, after which the name and the connector may be another worker's.
            requireNewest(round, connector, stored.read());
        }
        stored.write(entry(tasks, round));
        synchronized (rounds) {
            claimed.add(connector.name());
        }
    }

    private StoredTasks.Entry entry(int tasks, String round) {
        return new StoredTasks.Entry(tasks, round, session, run.worker);
    }

    /** Another run may have come first before this one had anything to do with the connector, but not since. */
    private void refuseDeposed(ConnectorConfig connector, StoredTasks.@Nullable Entry before) {
        String other = run.name.takenBy();
        if (other != null) {
            throw deposed(connector, other);
        }
        synchronized (rounds) {
            if (before != null && claimed.contains(connector.name()) && !session.equals(before.session())) {
                throw deposed(connector, before.by());
            }
        }
    }

    @Override
    public void confirm(TaskPlan plan, TaskGate gate) {
        Round round;
        synchronized (rounds) {
            refuseStopping(plan.config(), gate);
            round = rounds.get(plan.config().name());
        }
        if (round == null || round.plan != plan.configs()) {
            throw new ConnectException("Offsets of connector " + plan.config().name()
                    + " were changed while its task started; restart the task");
        }
        confirm(round, plan.config(), gate);
    }

    private void confirm(Round round, ConnectorConfig connector, TaskGate gate) {
        StoredTasks.Entry now = new StoredTasks(run.storages.of(connector), connector.name(), gate).read();
        if (now == null) {
            synchronized (rounds) {
                rounds.remove(connector.name(), round);
            }
        }
        requireNewest(round.id, connector, now);
    }

    private void requireNewest(String round, ConnectorConfig connector, StoredTasks.@Nullable Entry now) {
        if (now == null) {
            throw new ConnectException("How many exactly-once tasks connector " + connector.name()
                    + " has is no longer written beside its offsets, though it was a moment ago; look who deletes its"
                    + " offset topic, and restart the task");
        }
        if (!now.round().equals(round)) {
            throw deposed(connector, now.by());
        }
    }

    private DeposedException deposed(ConnectorConfig connector, String by) {
        return new DeposedException("Another worker of the name that begins the transactional ids of "
                + run.worker + (by.isEmpty() ? "" : ", " + by + ",") + " has taken over connector " + connector.name()
                + ": this one writes nothing more. Stop one of the two, or give each a name of its own; then stop and"
                + " start this worker");
    }

    private static void refuseStopping(ConnectorConfig connector, TaskGate gate) {
        if (gate.isStopping()) {
            throw new TaskGate.StoppedException("A task of connector " + connector.name()
                    + " was told to stop before its earlier tasks were fenced off");
        }
    }

    @Override
    public void fence(ConnectorConfig connector) {
        if (connector.exactlyOnce(run.config) == null) {
            return;
        }
        synchronized (rounds) {
            rounds.remove(connector.name());
        }
        TaskGate gate = new TaskGate(run.time, run.waits, TaskGate.Target.RUN);
        StoredTasks stored = new StoredTasks(run.storages.of(connector), connector.name(), gate);
        StoredTasks.Entry before = stored.read();
        refuseDeposed(connector, before);
        if (before != null && before.tasks() > 0) {
            String round = UUID.randomUUID().toString();
            stored.write(entry(before.tasks(), round));
            synchronized (rounds) {
                claimed.add(connector.name());
            }
            new FencedProducers(run, connector, before.tasks()).fence(gate);
            requireNewest(round, connector, stored.read());
        }
    }
}
