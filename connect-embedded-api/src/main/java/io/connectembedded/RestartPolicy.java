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
package io.connectembedded;

import io.connectembedded.status.Failure;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens after a connector or a task has FAILED. Connect leaves it FAILED until somebody restarts it, and so does
 * {@link #never()}, the default; {@link #exponentialBackoff} restarts the failed part, and that part alone, after a
 * growing delay. Immutable: each method gives a changed copy.
 *
 * <p>A restart is announced by {@link io.connectembedded.event.ConnectEvent.RestartScheduled} and by the reason in the
 * status. Whatever an operator does to the connector, or to the part, calls it off and begins to count anew. A
 * connector whose {@code taskConfigs} fails is none of a policy's business: it is asked again anyway, as in Connect.
 */
public final class RestartPolicy {
    private static final double JITTER = 0.2;
    private static final Duration RESET_AFTER = Duration.ofMinutes(10);
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final RestartPolicy NEVER =
            new RestartPolicy(Duration.ZERO, Duration.ZERO, JITTER, 0, RESET_AFTER, null);

    private final Duration first;
    private final Duration longest;
    private final double jitter;
    private final int maxAttempts;
    private final Duration resetAfter;
    private final @Nullable Function<? super Attempt, Decision> decider;

    private RestartPolicy(
            Duration first,
            Duration longest,
            double jitter,
            int maxAttempts,
            Duration resetAfter,
            @Nullable Function<? super Attempt, Decision> decider) {
        this.first = first;
        this.longest = longest;
        this.jitter = jitter;
        this.maxAttempts = maxAttempts;
        this.resetAfter = resetAfter;
        this.decider = decider;
    }

    /** Nothing restarts by itself, as in Connect. With {@link #decide}, a failure may still pause or stop. */
    public static RestartPolicy never() {
        return NEVER;
    }

    /**
     * Restarts after {@code first}, then after twice as long each time, without a limit to the number of attempts.
     *
     * @param first the delay before the first restart, more than zero
     * @param longest the longest delay, with its jitter; not shorter than {@code first}
     * @throws IllegalArgumentException when the delays are not so
     */
    public static RestartPolicy exponentialBackoff(Duration first, Duration longest) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(longest, "longest");
        if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("A restart after " + first + ", at the longest " + longest
                    + ", cannot be: the first delay must be more than zero and not longer than the longest");
        }
        return new RestartPolicy(first, longest, JITTER, UNLIMITED, RESET_AFTER, null);
    }

    /**
     * By how much a delay may be shorter or longer at random, so that what failed together does not come back
     * together. Default 0.2.
     *
     * @param share of the delay, from 0 (none) to 1
     * @throws IllegalArgumentException when it is another number
     */
    public RestartPolicy jitter(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A jitter of " + share + " cannot be: give a share from 0 to 1");
        }
        return new RestartPolicy(first, longest, share, maxAttempts, resetAfter, decider);
    }

    /**
     * How often one part is restarted before it stays FAILED. Default: no limit. Times are counted for each part of a
     * connector, and forgotten after {@link #resetAfter}.
     *
     * @param attempts at least 1
     * @throws IllegalArgumentException when it is less
     * @throws IllegalStateException of {@link #never()}, which has no delays
     */
    public RestartPolicy maxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "A limit of " + attempts + " restarts cannot be: give at least 1, or take never()");
        }
        if (maxAttempts == 0) {
            throw new IllegalStateException(
                    "never() restarts nothing: take exponentialBackoff(first, longest).maxAttempts(" + attempts + ")");
        }
        return new RestartPolicy(first, longest, jitter, attempts, resetAfter, decider);
    }

    /**
     * A part that ran for this long before it failed is counted from the first attempt again. Default 10 minutes.
     *
     * @param healthy zero or more
     * @throws IllegalArgumentException when it is negative
     */
    public RestartPolicy resetAfter(Duration healthy) {
        if (Objects.requireNonNull(healthy, "healthy").isNegative()) {
            throw new IllegalArgumentException("A part cannot be healthy for " + healthy + ": give zero or more");
        }
        return new RestartPolicy(first, longest, jitter, maxAttempts, healthy, decider);
    }

    /**
     * Asks the host about each failure. {@link Decision#RESTART} means: as this policy says, so not beyond
     * {@link #maxAttempts}. What the function throws is logged, and counts as {@link Decision#STAY_FAILED}.
     *
     * @param decider called on the worker's event thread; must not block
     */
    public RestartPolicy decide(Function<? super Attempt, Decision> decider) {
        Objects.requireNonNull(decider, "decider");
        return new RestartPolicy(first, longest, jitter, maxAttempts, resetAfter, decider);
    }

    /**
     * How long a part waits for a restart; empty when it is not restarted any more.
     *
     * @param attempt the number of the restart, from 1
     * @param random where in the range of the jitter, from 0 (shortest) to 1 (longest)
     */
    public Optional<Duration> delay(int attempt, double random) {
        if (attempt > maxAttempts) {
            return Optional.empty();
        }
        double longestMs = millis(longest);
        double base = Math.min(longestMs, millis(first) * Math.pow(2, attempt - 1));
        double shaken = base * (1 + jitter * (2 * random - 1));
        return Optional.of(Duration.ofMillis(Math.max(1, Math.round(Math.min(longestMs, shaken)))));
    }

    /** Also of what is shorter than one, and of what is too long to be counted in them. */
    private static double millis(Duration delay) {
        return Math.max(1, delay.getSeconds() * 1000.0 + delay.getNano() / 1e6);
    }

    /** The most restarts of one part; 0 for {@link #never()}, {@link Integer#MAX_VALUE} without a limit. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /**
     * Whether a part that ran so long before it failed is counted anew.
     *
     * @param healthy how long it ran
     */
    public boolean resets(Duration healthy) {
        return healthy.compareTo(resetAfter) >= 0;
    }

    /** Whether the host is asked about each failure. */
    public boolean asks() {
        return decider != null;
    }

    /**
     * What the host decides, RESTART when it is not asked. Throws whatever the host's function throws.
     *
     * @param attempt what failed, and how often before
     */
    public Decision decision(Attempt attempt) {
        return decider == null ? Decision.RESTART : Objects.requireNonNull(decider.apply(attempt), "decision");
    }

    /** Equal when all delays and limits are, and the function is the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RestartPolicy that
                && first.equals(that.first)
                && longest.equals(that.longest)
                && jitter == that.jitter
                && maxAttempts == that.maxAttempts
                && resetAfter.equals(that.resetAfter)
                && Objects.equals(decider, that.decider);
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, longest, jitter, maxAttempts, resetAfter, decider);
    }

    /** Its numbers, for people. */
    @Override
    public String toString() {
        if (maxAttempts == 0) {
            return "RestartPolicy[never]";
        }
        return "RestartPolicy[" + first + " to " + longest + ", jitter " + jitter
                + (maxAttempts == UNLIMITED ? "" : ", at most " + maxAttempts) + ", reset after " + resetAfter + "]";
    }

    /**
     * A failure, and the restart that would answer it.
     *
     * @param connector the connector's name
     * @param task the task's number; null when the connector itself failed
     * @param number of the restart that would come next, from 1; counts on beyond {@link #maxAttempts}
     * @param failure what failed, as text without secrets
     * @param cause what was thrown, as it was; it may hold secrets, and classes of the plug-in
     */
    public record Attempt(String connector, @Nullable Integer task, int number, Failure failure, Throwable cause) {
        private static final int DEEPEST = 50;

        public Attempt {
            Objects.requireNonNull(connector, "connector");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(cause, "cause");
        }

        /** Without the cause, which may hold secrets. */
        @Override
        public String toString() {
            return "Attempt[connector=" + connector + ", task=" + task + ", number=" + number + ", failure=" + failure
                    + "]";
        }

        /**
         * Whether what was thrown, or one of its causes, is of this type.
         *
         * @param type a class of exceptions
         */
        public boolean causedBy(Class<? extends Throwable> type) {
            Objects.requireNonNull(type, "type");
            Throwable each = cause;
            for (int depth = 0; each != null && depth < DEEPEST; depth++) {
                if (type.isInstance(each)) {
                    return true;
                }
                each = each.getCause();
            }
            return false;
        }
    }

    /** What is to become of a part that failed. */
    public enum Decision {
        /** It is restarted after its delay, unless there were too many attempts. */
        RESTART,
        /**
         * The connector is paused, as {@link ConnectorHandle#pause()} does. {@link ConnectorHandle#resume()} then
         * restarts what failed.
         */
        PAUSE,
        /** The connector is stopped, as {@link ConnectorHandle#stop()} does. */
        STOP,
        /** It stays FAILED until somebody restarts it. */
        STAY_FAILED
    }
}
