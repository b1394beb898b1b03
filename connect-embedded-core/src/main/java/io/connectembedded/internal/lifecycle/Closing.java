package io.connectembedded.internal.lifecycle;

import org.slf4j.Logger;

/** Closes one thing after the other; one that fails is logged and does not keep the rest open. */
public final class Closing {

    private final Logger log;

    public Closing(Logger log) {
        this.log = log;
    }

    /** Something that may fail when it is closed. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    public void step(String what, Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("Interrupted while {}", what);
        } catch (Throwable t) {
            log.warn("Failure while {}; the rest is closed all the same", what, t);
        }
    }
}
