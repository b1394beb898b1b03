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

import java.util.UUID;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** An appender on the root logger of Log4j 2. */
final class Log4jTap extends AbstractAppender implements LogTap {

    private final LoggerConfig root;
    private final Consumer<LogLine> lines;

    private Log4jTap(LoggerConfig root, Consumer<LogLine> lines) {
        super("connect-test-" + UUID.randomUUID(), null, null, true, Property.EMPTY_ARRAY);
        this.root = root;
        this.lines = lines;
    }

    static LogTap open(Consumer<LogLine> lines) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Log4jTap tap = new Log4jTap(context.getConfiguration().getRootLogger(), lines);
        tap.start();
        tap.root.addAppender(tap, Level.WARN, null);
        return tap;
    }

    @Override
    public void append(LogEvent event) {
        Throwable thrown = event.getThrown();
        lines.accept(new LogLine(
                event.getLevel().isMoreSpecificThan(Level.ERROR) ? "ERROR" : "WARN",
                event.getLoggerName(),
                event.getMessage().getFormattedMessage(),
                Thread.currentThread(),
                thrown == null ? null : thrown.toString()));
    }

    @Override
    public void close() {
        root.removeAppender(getName());
        stop();
    }
}
