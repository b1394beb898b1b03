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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each back end's warnings and errors are heard, with the words they are printed with, and only while the tap is open. */
class LogTapTest {

    private final List<LogLine> lines = new ArrayList<>();

    @Test
    void what_slf4j_writes_to_is_heard() {
        try (LogTap tap = LogTap.open(lines::add)) {
            assertThat(tap).isInstanceOf(LogbackTap.class);
            org.slf4j.Logger log = LoggerFactory.getLogger("app.slf4j");
            log.info("no {}", 0);
            log.warn("a {}", 1);
            log.error("b {}", 2, new IllegalStateException("deep"));
        }
        LoggerFactory.getLogger("app.slf4j").warn("too late");
        heard("app.slf4j");
    }

    @Test
    void what_log4j_prints_is_heard() {
        org.apache.logging.log4j.Logger log = LogManager.getLogger("app.log4j");
        org.apache.logging.log4j.core.config.Configurator.setLevel(log, org.apache.logging.log4j.Level.INFO);
        try (LogTap tap = Log4jTap.open(lines::add)) {
            assertThat(tap).isNotNull();
            log.info("no {}", 0);
            log.warn("a {}", 1);
            log.error("b {}", 2, new IllegalStateException("deep"));
        }
        log.warn("too late");
        heard("app.log4j");
    }

    @Test
    void what_the_jdk_logs_is_heard() {
        Logger log = Logger.getLogger("app.jul");
        try (LogTap tap = JulTap.open(lines::add)) {
            assertThat(tap).isNotNull();
            log.log(Level.INFO, "no {0}", 0);
            log.log(Level.WARNING, "a {0}", 1);
            log.log(Level.SEVERE, "b 2", new IllegalStateException("deep"));
        }
        log.warning("too late");
        heard("app.jul");
    }

    private void heard(String logger) {
        assertThat(lines)
                .extracting(LogLine::text)
                .containsExactly("WARN " + logger + " a 1", "ERROR " + logger + " b 2");
        assertThat(lines).extracting(LogLine::thread).containsOnly(Thread.currentThread());
        assertThat(lines.get(0).toString()).isEqualTo("WARN " + logger + " a 1");
        assertThat(lines.get(1).toString())
                .isEqualTo("ERROR " + logger + " b 2 (java.lang.IllegalStateException: deep)");
    }
}
