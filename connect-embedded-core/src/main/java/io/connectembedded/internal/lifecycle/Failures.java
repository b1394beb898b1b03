package io.connectembedded.internal.lifecycle;

import io.connectembedded.status.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;

/** Turns what was thrown into a {@link Failure}, with secrets removed. */
public final class Failures {

    private final Time time;
    private final UnaryOperator<String> redaction;

    public Failures(Time time, UnaryOperator<String> redaction) {
        this.time = time;
        this.redaction = redaction;
    }

    public Failure of(String stage, Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        return new Failure(Instant.ofEpochMilli(time.milliseconds()), stage, redaction.apply(message),
                redaction.apply(trace.toString()));
    }
}
