package io.connectembedded.internal.lifecycle;

import io.connectembedded.status.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts Connect's {@code connector.context} (KIP-449) into the MDC of the current thread and, on close, back what was
 * there before.
 */
public final class LoggingScope implements AutoCloseable {

    public static final String KEY = "connector.context";

    private final @Nullable String previous;

    private LoggingScope(String context) {
        this.previous = MDC.get(KEY);
        MDC.put(KEY, context);
    }

    public static LoggingScope connector(String connector) {
        return new LoggingScope("[" + connector + "|worker] ");
    }

    public static LoggingScope validation(String connector) {
        return new LoggingScope("[" + connector + "|validation] ");
    }

    public static LoggingScope task(TaskId task) {
        return new LoggingScope("[" + task.connector() + "|task-" + task.task() + "] ");
    }

    public static LoggingScope offsets(TaskId task) {
        return new LoggingScope("[" + task.connector() + "|task-" + task.task() + "|offsets] ");
    }

    @Override
    public void close() {
        if (previous == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, previous);
        }
    }
}
