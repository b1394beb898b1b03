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
package io.connectembedded.test.internal.junit.log;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** A handler on the root logger of java.util.logging. */
final class JulTap extends Handler implements LogTap {

    private final Logger root = Logger.getLogger("");
    private final Formatter messages = new SimpleFormatter();
    private final Consumer<LogLine> lines;

    private JulTap(Consumer<LogLine> lines) {
        this.lines = lines;
    }

    static LogTap open(Consumer<LogLine> lines) {
        JulTap tap = new JulTap(lines);
        tap.setLevel(Level.WARNING);
        tap.root.addHandler(tap);
        return tap;
    }

    @Override
    public void publish(LogRecord line) {
        if (isLoggable(line)) {
            lines.accept(new LogLine(
                    line.getLevel().intValue() >= Level.SEVERE.intValue() ? "ERROR" : "WARN",
                    Objects.requireNonNullElse(line.getLoggerName(), ""),
                    messages.formatMessage(line),
                    Thread.currentThread(),
                    line.getThrown() == null ? null : line.getThrown().toString()));
        }
    }

    @Override
    public void flush() {
        // Every line is handed on at once.
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
