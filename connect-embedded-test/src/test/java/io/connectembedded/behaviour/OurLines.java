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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The lines that our own loggers write while it is open. */
final class OurLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    private OurLines() {}

    static OurLines listen() {
        OurLines lines = new OurLines();
        lines.start();
        logger().addAppender(lines);
        contacts().setLevel(Level.INFO);
        return lines;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.connectembedded");
    }

    /** Who says at INFO that Kafka is back. */
    private static Logger contacts() {
        return (Logger) LoggerFactory.getLogger("io.connectembedded.internal.engine.contact");
    }

    @Override
    protected void append(ILoggingEvent line) {
        lines.add(line);
    }

    /** Of this level and above. */
    List<String> of(Level least) {
        return lines.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(least))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    List<String> with(String text) {
        return of(Level.INFO).stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void close() {
        logger().detachAppender(this);
        contacts().setLevel(null);
    }
}
