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
package io.connectembedded.samples.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Looks for a secret in every line logged at TRACE, whoever logs it but one, and in whatever else it is told. */
final class SecretWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    /** Debezium's own, which shows the whole config at DEBUG; no worker can keep a plug-in from doing so. */
    private static final String TALKATIVE = "io.debezium.openlineage.";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final AtomicLong seen = new AtomicLong();
    private final List<String> found = new CopyOnWriteArrayList<>();
    private final String secret;

    private SecretWatch(String secret) {
        this.secret = secret;
    }

    static SecretWatch of(String secret) {
        SecretWatch watch = new SecretWatch(secret);
        watch.start();
        watch.root.addAppender(watch);
        watch.root.setLevel(Level.TRACE);
        return watch;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLoggerName().startsWith(TALKATIVE)) {
            return;
        }
        look(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            look(event.getLoggerName() + " " + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    void told(Object what) {
        look(what.toString());
    }

    private void look(String text) {
        seen.incrementAndGet();
        if (text.contains(secret)) {
            found.add(text);
        }
    }

    void nothingFound() {
        assertThat(seen).as("lines and events looked at").hasValueGreaterThan(100);
        assertThat(found).as("lines, events and statuses with the secret").isEmpty();
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(this);
        stop();
    }
}
