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
package io.connectembedded.behaviour;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/** Counts what Kafka's own clients log at WARN and above while it is open, the connection attempts as well. */
final class ClientLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Map<String, Integer> byLogger = new TreeMap<>(); // guarded by itself
    private final Level usual = connections().getLevel();

    private ClientLines() {}

    static ClientLines count() {
        ClientLines lines = new ClientLines();
        lines.start();
        clients().addAppender(lines);
        connections().setLevel(Level.WARN);
        connections().setAdditive(false); // counted, not shown
        connections().addAppender(lines);
        return lines;
    }

    private static Logger clients() {
        return (Logger) LoggerFactory.getLogger("org.apache.kafka.clients");
    }

    private static Logger connections() {
        return (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient");
    }

    @Override
    protected void append(ILoggingEvent line) {
        if (line.getLevel().isGreaterOrEqual(Level.WARN)) {
            String logger = line.getLoggerName();
            String key = line.getLevel() + " " + logger.substring(logger.lastIndexOf('.') + 1);
            synchronized (byLogger) {
                byLogger.merge(key, 1, Integer::sum);
            }
        }
    }

    Map<String, Integer> counts() {
        synchronized (byLogger) {
            return new TreeMap<>(byLogger);
        }
    }

    @Override
    public void close() {
        clients().detachAppender(this);
        connections().detachAppender(this);
        connections().setAdditive(true);
        connections().setLevel(usual);
    }
}
