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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** An appender on Logback's root logger. */
final class LogbackTap extends AppenderBase<ILoggingEvent> implements LogTap {

    private final Logger root;
    private final Consumer<LogLine> lines;

    private LogbackTap(Logger root, Consumer<LogLine> lines) {
        this.root = root;
        this.lines = lines;
    }

    static LogTap open(Consumer<LogLine> lines) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LogbackTap tap = new LogbackTap(context.getLogger(Logger.ROOT_LOGGER_NAME), lines);
        tap.setContext(context);
        tap.start();
        tap.root.addAppender(tap);
        return tap;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            IThrowableProxy thrown = event.getThrowableProxy();
            lines.accept(new LogLine(
                    event.getLevel().toString(),
                    event.getLoggerName(),
                    event.getFormattedMessage(),
                    Thread.currentThread(),
                    thrown == null ? null : thrown.getClassName() + ": " + thrown.getMessage()));
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
