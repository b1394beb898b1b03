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
package io.connectembedded.internal.engine.recovery;

import io.connectembedded.RestartPolicy;
import io.connectembedded.RestartPolicy.Attempt;
import io.connectembedded.RestartPolicy.Decision;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The automatic restarts of one connector: of itself and of each task, counted apart. Control thread; the decider alone
 * runs on the event thread, and what it decided is dropped when the failure is no news any more.
 */
public final class AutoRestart {

    private static final Logger LOG = LoggerFactory.getLogger(AutoRestart.class);
    private static final int CONNECTOR = -1;
    private static final long MS_PER_SECOND = 1000;

    /** The connector that recovers. */
    public interface Patient {

        RestartPolicy policy();

        /** How failures become text, without its secrets. */
        Failures failures();

        /** Restarts the task of this number, or the connector itself when it is null. */
        void restart(@Nullable Integer task);

        /** Pauses or stops, as an operator would; {@code by} is who does so, for messages. */
        void retarget(TargetState target, String by);

        /** What is to be seen of it has changed. */
        void changed();
    }

    /** The connector or a task: how often it was restarted, and what is to become of its failure. */
    private static final class Part {

        private final String name;
        private final Later restart;
        private @Nullable Object failed; // the incarnation whose failure has been seen
        private int attempts;
        private String reason = "";

        private Part(String name, Later restart) {
            this.name = name;
            this.restart = restart;
        }
    }

    private final String connector;
    private final Restarts services;
    private final Patient patient;
    private final Map<Integer, Part> parts = new HashMap<>();

    public AutoRestart(String connector, Restarts services, Patient patient) {
        this.connector = connector;
        this.services = services;
        this.patient = patient;
    }

    /**
     * Told as often as anybody looks; only the first time of each incarnation counts.
     *
     * @param task null for the connector itself
     * @param healthy how long the incarnation ran
     */
    public void failed(@Nullable Integer task, Object incarnation, Fault fault, Duration healthy) {
        Part part = parts.computeIfAbsent(key(task), any -> part(task));
        if (part.failed == incarnation) {
            return;
        }
        part.failed = incarnation;
        // Ours, and never wrapped; to look for it among causes would be to call a plug-in's code here.
        if (fault.cause() instanceof DeposedException) {
            part.reason = "no automatic restart, for another worker has taken over";
            return;
        }
        RestartPolicy policy = patient.policy();
        if (policy.resets(healthy)) {
            part.attempts = 0;
        }
        Attempt attempt = new Attempt(connector, task, part.attempts + 1, fault.failure(), fault.cause());
        if (policy.asks()) {
            ask(part, incarnation, policy, attempt);
        } else {
            schedule(part, policy, attempt);
        }
    }

    private Part part(@Nullable Integer task) {
        String name = task == null ? "connector " + connector : "task " + connector + "-" + task;
        return new Part(name, new Later(services.control()));
    }

    private static int key(@Nullable Integer task) {
        return task == null ? CONNECTOR : task;
    }

    private void ask(Part part, Object incarnation, RestartPolicy policy, Attempt attempt) {
        Failures failures = patient.failures();
        boolean asked = services.events().ask(() -> {
            Decision decision = decided(part, policy, attempt, failures);
            services.control().post(() -> {
                if (parts.get(key(attempt.task())) == part && part.failed == incarnation) {
                    act(part, policy, attempt, decision);
                }
            });
        });
        if (!asked) {
            LOG.debug("Nobody can be asked any more about {}", part.name);
        }
    }

    /** The host's code: event thread. */
    private static Decision decided(Part part, RestartPolicy policy, Attempt attempt, Failures failures) {
        try {
            return policy.decision(attempt);
        } catch (Throwable t) {
            Failure thrown = failures.of("decide", t);
            LOG.warn(
                    "The decider of the restart policy failed about {}, which stays FAILED: {}\n{}",
                    part.name,
                    thrown.message(),
                    thrown.trace());
            return Decision.STAY_FAILED;
        }
    }

    private void act(Part part, RestartPolicy policy, Attempt attempt, Decision decision) {
        if (decision != Decision.RESTART) {
            services.gaveUp().accept(connector);
        }
        switch (decision) {
            case RESTART -> {
                schedule(part, policy, attempt);
                patient.changed();
            }
            case PAUSE -> patient.retarget(TargetState.PAUSED, by(part));
            case STOP -> patient.retarget(TargetState.STOPPED, by(part));
            case STAY_FAILED -> LOG.info("{} stays FAILED, as its restart policy decided", part.name);
        }
    }

    private static String by(Part part) {
        return "restart policy, for " + part.name + " FAILED";
    }

    private void schedule(Part part, RestartPolicy policy, Attempt attempt) {
        Optional<Duration> allowed =
                policy.delay(attempt.number(), services.random().getAsDouble());
        if (allowed.isEmpty()) {
            giveUp(part);
            return;
        }
        Duration delay = allowed.get();
        Instant now = services.events().now();
        String which = "restart " + attempt.number()
                + (policy.maxAttempts() == Integer.MAX_VALUE ? "" : " of " + policy.maxAttempts());
        part.reason = which + " in " + text(delay) + ", at " + now.plus(delay);
        LOG.info("{} FAILED; {}", part.name, part.reason);
        part.restart.after(delay, () -> {
            part.attempts = attempt.number();
            part.reason = "";
            patient.restart(attempt.task());
        });
        services.events()
                .tell(new ConnectEvent.RestartScheduled(now, connector, attempt.task(), attempt.number(), delay));
    }

    private void giveUp(Part part) {
        services.gaveUp().accept(connector);
        if (part.attempts > 0) {
            part.reason = "no restart after " + part.attempts + " that failed";
            LOG.warn("{} stays FAILED: {}", part.name, part.reason);
        }
    }

    private static String text(Duration delay) {
        long ms = delay.toMillis();
        if (ms < MS_PER_SECOND) {
            return ms + " ms";
        }
        return ms % MS_PER_SECOND == 0
                ? delay.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", ms / (double) MS_PER_SECOND);
    }

    /** Of incarnations that are not among these, for they were replaced, no restart is to come. */
    public void onlyFailed(Set<Object> incarnations) {
        parts.values().forEach(part -> {
            Object failed = part.failed;
            if (failed != null && !incarnations.contains(failed)) {
                part.failed = null;
                part.reason = "";
                part.restart.cancel();
            }
        });
    }

    /** Somebody took this part in hand: what was to come is called off, and a next failure counts from one. */
    public void operated(@Nullable Integer task) {
        Part part = parts.remove(key(task));
        if (part != null) {
            part.restart.cancel();
        }
    }

    /** As for one part, for all. */
    public void operated() {
        parts.values().forEach(part -> part.restart.cancel());
        parts.clear();
    }

    /** For people: what is to come, empty when that is nothing. */
    public String reason(@Nullable Integer task) {
        Part part = parts.get(key(task));
        return part == null ? "" : part.reason;
    }
}
