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
package io.connectembedded.internal.engine.goal;

import io.connectembedded.RunGoal;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** A goal, and whether it has been reached; what was reached once stays so. Control thread, but for {@link #see}. */
final class Condition {
    private final RunGoal.Part part;
    private final @Nullable Condition first;
    private final @Nullable Condition second;
    private volatile boolean reached;

    Condition(RunGoal goal) {
        this.part = goal.part();
        if (part instanceof RunGoal.Either either) {
            first = new Condition(either.first());
            second = new Condition(either.second());
        } else if (part instanceof RunGoal.Both both) {
            first = new Condition(both.first());
            second = new Condition(both.second());
        } else {
            first = null;
            second = null;
        }
    }

    /** What a run looks like now. */
    interface Now {
        boolean isCaughtUp();

        /** Zero while something moves. */
        Duration quiet();

        long records();

        Duration elapsed();
    }

    boolean isReached(Now now) {
        if (reached) {
            return true;
        }
        // Both sides are looked at, for each keeps what it has reached.
        boolean left = first != null && first.isReached(now);
        boolean right = second != null && second.isReached(now);
        reached |= part instanceof RunGoal.Both ? left && right : left || right || isSo(now);
        return reached;
    }

    private boolean isSo(Now now) {
        if (part instanceof RunGoal.CaughtUp) {
            return now.isCaughtUp();
        }
        if (part instanceof RunGoal.Idle idle) {
            return now.quiet().compareTo(idle.quiet()) >= 0;
        }
        if (part instanceof RunGoal.Delivered delivered) {
            return now.records() >= delivered.count();
        }
        return part instanceof RunGoal.Elapsed elapsed && now.elapsed().compareTo(elapsed.time()) >= 0;
    }

    /** Shows this record to every predicate; whether one matched that had not before. Any thread. */
    boolean see(ConnectRecord<?> record) {
        if (part instanceof RunGoal.Seen seen) {
            return !reached && matches(seen.match(), record);
        }
        boolean left = first != null && first.see(record);
        boolean right = second != null && second.see(record);
        return left || right;
    }

    private boolean matches(Predicate<? super ConnectRecord<?>> match, ConnectRecord<?> record) {
        boolean matches = match.test(record);
        reached |= matches;
        return matches;
    }

    /** Whether there is a part of this form in it. */
    boolean has(Class<? extends RunGoal.Part> form) {
        return form.isInstance(part) || (first != null && first.has(form)) || (second != null && second.has(form));
    }

    /** How long from now the next look is due that no event brings; null when none is. */
    @Nullable
    Duration untilLook(Now now) {
        if (reached) {
            return null;
        }
        if (part instanceof RunGoal.Idle idle) {
            return idle.quiet().minus(now.quiet());
        }
        if (part instanceof RunGoal.Elapsed elapsed) {
            return elapsed.time().minus(now.elapsed());
        }
        return earlier(first == null ? null : first.untilLook(now), second == null ? null : second.untilLook(now));
    }

    /** The least number of records that decides something; {@link Long#MAX_VALUE} when none does. */
    long leastRecords() {
        if (part instanceof RunGoal.Delivered delivered) {
            return reached ? Long.MAX_VALUE : delivered.count();
        }
        return Math.min(
                first == null ? Long.MAX_VALUE : first.leastRecords(),
                second == null ? Long.MAX_VALUE : second.leastRecords());
    }

    private static @Nullable Duration earlier(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }
}
