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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what was thrown into a {@link Failure}, with secrets removed. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Time time;
    private final UnaryOperator<String> redaction;
    private final Function<Throwable, String> telling;

    public Failures(Time time, UnaryOperator<String> redaction) {
        this(time, redaction, Failures::messageOf);
    }

    private Failures(Time time, UnaryOperator<String> redaction, Function<Throwable, String> telling) {
        this.time = time;
        this.redaction = redaction;
        this.telling = telling;
    }

    /** The same, but for the message, for somebody who can tell more than the exception does. */
    public Failures telling(Function<Throwable, String> message) {
        return new Failures(time, redaction, message);
    }

    /** What an {@code ExecutionException} or the like was made for. */
    public static Throwable causeOf(Throwable wrapper) {
        Throwable cause = causeOrNull(wrapper);
        return cause == null ? wrapper : cause;
    }

    private static @Nullable Throwable causeOrNull(Throwable wrapper) {
        try {
            return wrapper.getCause();
        } catch (Throwable t) {
            // A plug-in's exception may override it, and fail in it.
            LOG.debug("{} fails to tell its cause", wrapper.getClass().getName());
            return null;
        }
    }

    /** Never null, and never throws: the class says more than nothing. */
    public static String messageOf(Throwable thrown) {
        return rendered(thrown, thrown::getMessage);
    }

    /** As {@code toString()} has it. Never null, and never throws. */
    public static String textOf(Throwable thrown) {
        return rendered(thrown, thrown::toString);
    }

    /** Never throws. It runs code of the plug-in's exception: call it on the thread that threw. */
    public Failure of(String stage, Throwable cause) {
        return new Failure(
                Instant.ofEpochMilli(time.milliseconds()),
                stage,
                redaction.apply(telling.apply(cause)),
                redaction.apply(rendered(cause, () -> trace(cause))));
    }

    /** Whether nothing is redacted in it, its causes included; runs code of the exception, as {@link #of} does. */
    public boolean isHarmless(Throwable thrown) {
        String trace = rendered(thrown, () -> trace(thrown));
        return trace.equals(redaction.apply(trace));
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static String rendered(Throwable thrown, Supplier<@Nullable String> rendering) {
        String text = null;
        try {
            text = rendering.get();
        } catch (Throwable t) {
            // An exception that fails to describe itself is a plug-in's defect; what it is of must still be told.
            LOG.debug(
                    "{} cannot be rendered: {}",
                    thrown.getClass().getName(),
                    t.getClass().getName());
        }
        return text == null ? thrown.getClass().getName() : text;
    }
}
