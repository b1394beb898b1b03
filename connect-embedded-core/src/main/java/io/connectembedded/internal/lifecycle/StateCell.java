package io.connectembedded.internal.lifecycle;

import io.connectembedded.status.Failure;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actual state of one thing. {@link #move} is the only way to change it: one compare-and-set, one log line, then
 * the listener, outside every lock.
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
    private final AtomicReference<S> state;

    public StateCell(String thing, S initial, BiPredicate<S, S> legal, Listener<S> listener) {
        this.thing = thing;
        this.legal = legal;
        this.listener = listener;
        this.state = new AtomicReference<>(initial);
    }

    public S get() {
        return state.get();
    }

    public boolean move(S to) {
        return move(to, null);
    }

    /** False when the thing is in that state already, or may not go there from where it is. */
    public boolean move(S to, @Nullable Failure failure) {
        S from = state.get();
        while (from != to && legal.test(from, to)) {
            if (state.compareAndSet(from, to)) {
                report(from, to, failure);
                return true;
            }
            from = state.get();
        }
        return false;
    }

    private void report(S from, S to, @Nullable Failure failure) {
        if (failure == null) {
            LOG.info("State transition {} {} -> {}", thing, from, to);
        } else {
            LOG.error("State transition {} {} -> {}: {} in {}\n{}", thing, from, to, failure.message(),
                    failure.stage(), failure.trace());
        }
        listener.changed(from, to, failure);
    }
}
