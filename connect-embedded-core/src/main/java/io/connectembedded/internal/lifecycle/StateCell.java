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
package io.connectembedded.internal.lifecycle;

import io.connectembedded.status.Failure;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actual state of one thing. {@link #move} is the only way to change it: one change, one log line, then the listener,
 * outside every lock (I7).
 */
public final class StateCell<S extends Enum<S>> {

    private static final Logger LOG = LoggerFactory.getLogger(StateCell.class);

    /** Told of every change, on the thread that made it. */
    @FunctionalInterface
    public interface Listener<S> {
        void changed(S from, S to, @Nullable Failure failure);
    }

    private final String thing;
    private final BiPredicate<S, S> legal;
    private final Listener<S> listener;
    private volatile S state; // written under "this"

    public StateCell(String thing, S initial, BiPredicate<S, S> legal, Listener<S> listener) {
        this.thing = thing;
        this.legal = legal;
        this.listener = listener;
        this.state = initial;
    }

    public S get() {
        return state;
    }

    public boolean move(S to) {
        return move(to, null);
    }

    /** As {@link #move(Enum, Failure)}, for a caller that throws what failed: it is not logged as well. */
    public boolean moveThenThrow(S to, Failure failure) {
        return move(to, failure, null);
    }

    /** False when the thing is in that state already, or may not go there from where it is. */
    public boolean move(S to, @Nullable Failure failure) {
        return move(to, failure, failure);
    }

    private boolean move(S to, @Nullable Failure failure, @Nullable Failure logged) {
        S from;
        synchronized (this) {
            from = state;
            if (from == to || !legal.test(from, to)) {
                return false;
            }
            state = to;
        }
        log(from, to, logged);
        listener.changed(from, to, failure);
        return true;
    }

    private void log(S from, S to, @Nullable Failure failure) {
        if (failure == null) {
            LOG.info("State transition {} {} -> {}", thing, from, to);
        } else {
            LOG.error(
                    "State transition {} {} -> {} in {}: {}\n{}",
                    thing,
                    from,
                    to,
                    failure.stage(),
                    failure.message(),
                    failure.trace());
        }
    }
}
