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
package io.connectembedded.internal.engine.contact;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KafkaContactsTest {

    private static final Map<String, Object> SETTINGS = Map.of("bootstrap.servers", "broker:9092");

    private final SettableTime time = new SettableTime();
    private final CommandLoop control = new CommandLoop(time, died -> {
        throw new AssertionError(died);
    });
    private final KafkaContacts contacts = new KafkaContacts(control, time);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    /** A client whose counters the test sets. */
    private static final class Client {

        private final AtomicBoolean waits = new AtomicBoolean(true);
        private double answers;
        private double losses;
        private double refusals;
        private boolean open = true;

        private final MockProducer<byte[], byte[]> producer = new MockProducer<>() {
            @Override
            public Map<MetricName, Metric> metrics() {
                return open
                        ? Map.ofEntries(
                                counter("response-total", () -> answers),
                                counter("connection-close-total", () -> losses),
                                counter("failed-authentication-total", () -> refusals))
                        : Map.of();
            }
        };

        private static Map.Entry<MetricName, Metric> counter(String name, Supplier<Double> value) {
            MetricName key = new MetricName(name, "producer-metrics", "", Map.of());
            return Map.entry(key, new Metric() {
                @Override
                public MetricName metricName() {
                    return key;
                }

                @Override
                public Object metricValue() {
                    return value.get();
                }
            });
        }
    }

    private TaskContact contact(String connector, int task, Client client) {
        TaskContact contact = contacts.of(new TaskId(connector, task));
        contact.waits(client.waits::get);
        contact.over(client.producer, SETTINGS);
        control.runPending();
        return contact;
    }

    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            time.sleep(1000);
            control.runPending();
        }
    }

    private List<String> lines() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger().addAppender(lines);
    }

    @AfterEach
    void end() {
        logger().detachAppender(lines);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ConnectorContact.class);
    }

    @Test
    void a_connector_says_once_that_kafka_does_not_answer_and_once_that_it_does_again() {
        Client one = new Client();
        Client other = new Client();
        contact("src", 0, one);
        contact("src", 1, other);
        one.losses++;
        other.losses++;
        pass(9);
        assertThat(lines()).isEmpty();
        pass(30);
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .startsWith(
                        "WARN Kafka at bootstrap.servers=broker:9092 does not answer connector src (no answer for 1");

        one.answers++;
        pass(4);
        assertThat(lines()).as("the other has no answer yet").hasSize(1);
        other.answers++;
        pass(4);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1))
                .startsWith("INFO Kafka at bootstrap.servers=broker:9092 answers connector src again, after ");
    }

    @Test
    void an_unanswered_request_is_said_at_once_and_another_one_not_again() {
        Client client = new Client();
        TaskContact contact = contact("snk", 2, client);
        client.losses++;
        assertThat(contact.isUnanswered(new TimeoutException("no coordinator"))).isTrue();
        assertThat(contact.isUnanswered(new TimeoutException("no coordinator"))).isTrue();
        pass(20);
        assertThat(lines()).singleElement().asString().contains("connector snk (task snk-2: no coordinator)");
    }

    @Test
    void an_answer_that_came_before_is_no_sign_that_kafka_is_back() {
        Client client = new Client();
        TaskContact contact = contact("snk", 0, client);
        client.answers++;
        assertThat(contact.isUnanswered(new TimeoutException("gone"))).isTrue();
        pass(10);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void another_failure_is_not_taken_for_silence() {
        assertThat(contact("snk", 0, new Client()).isUnanswered(new InvalidTopicException("no")))
                .isFalse();
        assertThat(lines()).isEmpty();
    }

    @Test
    void who_waits_for_nothing_or_keeps_its_connections_is_not_cut_off() {
        Client idle = new Client();
        idle.waits.set(false);
        contact("idle", 0, idle);
        Client joining = new Client(); // a consumer waits long for others to join its group
        contact("joining", 0, joining);
        idle.losses++;
        pass(60);
        idle.waits.set(true);
        pass(9);
        assertThat(lines()).isEmpty();
    }

    @Test
    void nothing_is_looked_at_any_more_when_the_clients_are_closed() {
        Client client = new Client();
        contact("src", 0, client);
        assertThat(control.untilTimer()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        client.open = false;
        pass(4);
        assertThat(control.untilTimer().toHours()).isEqualTo(24);
    }

    /** Kafka's producer tries such a login again for ever, and tells nobody who waits for it. */
    @Test
    void a_task_whose_login_is_refused_is_told_so_and_is_no_outage() {
        Client client = new Client();
        AtomicBoolean told = new AtomicBoolean();
        contact("src", 0, client).whenRefused(() -> told.set(true));
        for (int second = 0; second < 9; second++) {
            client.losses++;
            client.refusals++;
            pass(1);
        }
        assertThat(told).isFalse();
        client.losses++;
        client.refusals++;
        pass(4);
        assertThat(told).isTrue();
        assertThat(lines()).isEmpty();
    }

    @Test
    void a_login_refused_before_an_outage_does_not_make_it_another_thing() {
        Client client = new Client();
        AtomicBoolean told = new AtomicBoolean();
        contact("src", 0, client).whenRefused(() -> told.set(true));
        client.refusals++;
        pass(2);
        client.answers++;
        pass(20);
        client.losses++;
        pass(20);
        assertThat(told).isFalse();
        assertThat(lines()).singleElement().asString().contains("does not answer connector src");
    }

    /** A broker that has just come back may not know its users yet. */
    @Test
    void a_login_refused_at_the_end_of_an_outage_is_waited_with() {
        Client client = new Client();
        AtomicBoolean told = new AtomicBoolean();
        contact("src", 0, client).whenRefused(() -> told.set(true));
        client.losses++;
        pass(30);
        client.refusals++;
        pass(6);
        assertThat(told).isFalse();
        client.answers++;
        pass(20);
        assertThat(told).isFalse();
    }
}
