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

import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Hears what reaches the root logger at level WARN or above, from now until it is closed. Changes no level: what the
 * logging configuration drops is not heard.
 */
public interface LogTap extends AutoCloseable {

    /**
     * Listens to the back end slf4j writes to; to nothing if it is none of Logback, Log4j 2 and java.util.logging.
     *
     * @param lines called on the threads that log
     */
    static LogTap open(Consumer<LogLine> lines) {
        // By name, for the classes of the other ones may be missing.
        return switch (LoggerFactory.getILoggerFactory().getClass().getName()) {
            case "ch.qos.logback.classic.LoggerContext" -> LogbackTap.open(lines);
            case "org.apache.logging.slf4j.Log4jLoggerFactory" -> log4j(lines);
            case "org.slf4j.jul.JDK14LoggerFactory" -> JulTap.open(lines);
            default -> deaf();
        };
    }

    private static LogTap log4j(Consumer<LogLine> lines) {
        try {
            return Log4jTap.open(lines);
        } catch (NoClassDefFoundError apiOnly) {
            // Log4j's API hands its lines on to something else then.
            return deaf();
        }
    }

    private static LogTap deaf() {
        return () -> {};
    }

    @Override
    void close();
}
