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
package io.connectembedded.behaviour.secured;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.connectembedded.test.internal.broker.ServerThreads;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.LoggerFactory;

/**
 * Reads every line down to TRACE that is not the broker's own, and keeps those that tell a secret. What is a warning or
 * worse goes on to where it would have gone.
 */
final class SecretWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final List<String> WATCHED = List.of("io.connectembedded", "org.apache.kafka", "javax", "sun");

    private final Set<String> secrets;
    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final AtomicLong lines = new AtomicLong();
    private final Map<Logger, Level> before;

    SecretWatch(Set<String> secrets) {
        this.secrets = Set.copyOf(secrets);
        this.before = WATCHED.stream()
                .map(SecretWatch::logger)
                .collect(
                        Collectors.toMap(each -> each, each -> each.getLevel() == null ? Level.WARN : each.getLevel()));
        start();
        before.keySet().forEach(each -> {
            each.setLevel(Level.TRACE);
            each.setAdditive(false);
            each.addAppender(this);
        });
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!ServerThreads.own(Thread.currentThread())) {
            lines.incrementAndGet();
            String text = event.getFormattedMessage()
                    + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            read("log of " + event.getLoggerName(), text);
        }
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            logger(org.slf4j.Logger.ROOT_LOGGER_NAME).callAppenders(event);
        }
    }

    /** Looks for a secret in this, whatever it is. */
    void read(String where, String text) {
        secrets.stream()
                .filter(text::contains)
                .forEach(secret -> found.add(where + ": " + text.substring(0, Math.min(text.length(), 2_000))));
    }

    void read(String where, Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        read(where, text.toString());
    }

    /** Names and values of all that Kafka's clients and workers show. */
    void readMBeans() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName bean : server.queryNames(null, null)) {
            if (bean.getDomain().matches("(kafka\\.(connect|producer|consumer|admin)|io\\.connectembedded).*")) {
                read("MBean " + bean, bean + " " + values(server, bean));
            }
        }
    }

    private static String values(MBeanServer server, ObjectName bean) {
        try {
            String[] names = Stream.of(server.getMBeanInfo(bean).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            return server.getAttributes(bean, names).toString();
        } catch (InstanceNotFoundException gone) {
            return "";
        } catch (JMException e) {
            throw new IllegalStateException("MBean " + bean + " cannot be read", e);
        }
    }

    /** Where a secret was told. */
    Set<String> found() {
        return found;
    }

    long lines() {
        return lines.get();
    }

    @Override
    public void close() {
        before.forEach((each, level) -> {
            each.detachAppender(this);
            each.setAdditive(true);
            each.setLevel(level);
        });
    }
}
