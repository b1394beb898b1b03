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
package io.connectembedded.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.yammer.metrics.core.MetricName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.junit.jupiter.api.Test;

/** What of a broker is left after its close: nothing but what Kafka keeps once per JVM. */
class BrokerLeftoversTest {

    /** Kafka's switch for log levels and the clock of its metrics: one each per JVM, made with the first broker. */
    private static final Predicate<String> ONE_PER_JVM =
            name -> name.equals("kafka:type=kafka.Log4jController") || name.startsWith("metrics-meter-tick-thread-");

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void no_thread_outlives_close() throws Exception {
        ThreadGroup group = new ThreadGroup("broker under test");
        Thread user = new Thread(group, BrokerLeftoversTest::useAndClose, "user");
        user.start();
        user.join();
        for (Thread left : threadsOf(group)) {
            left.join(LIMIT.toMillis());
        }
        assertThat(threadsOf(group)).isEmpty();
    }

    @Test
    void no_mbean_and_no_metric_outlives_close() throws Exception {
        Set<String> before = mbeans();
        Set<MetricName> metricsBefore =
                Set.copyOf(KafkaYammerMetrics.defaultRegistry().allMetrics().keySet());
        useAndClose();
        assertThat(mbeans()).filteredOn(ONE_PER_JVM.negate()).isSubsetOf(before);
        assertThat(KafkaYammerMetrics.defaultRegistry().allMetrics().keySet()).isSubsetOf(metricsBefore);
    }

    @Test
    void no_folder_outlives_close() throws Exception {
        Set<Path> before = folders();
        for (KafkaBroker broker : List.of(KafkaBroker.inJvm(), secured())) {
            broker.topic("lines").send(null, "one");
            assertThat(folders()).hasSizeGreaterThan(before.size());
            broker.close();
        }
        assertThat(folders()).isEqualTo(before);
    }

    @Test
    void a_broker_closed_while_stopped_leaves_no_folder() throws Exception {
        Set<Path> before = folders();
        KafkaBroker broker = KafkaBroker.inJvm();
        broker.stop();
        assertThat(folders()).hasSize(before.size() + 1);
        broker.close();
        assertThat(folders()).isEqualTo(before);
    }

    private static void useAndClose() {
        useAndClose(KafkaBroker.inJvm());
        useAndClose(secured());
    }

    private static KafkaBroker secured() {
        return KafkaBroker.secured(
                BrokerSecurity.listeners(BrokerSecurity.Listener.PLAINTEXT, BrokerSecurity.Listener.values())
                        .user("alice", "alice-secret")
                        .acls());
    }

    private static void useAndClose(KafkaBroker opened) {
        try (KafkaBroker broker = opened) {
            broker.topic("lines").send(null, "one");
            assertThat(broker.topic("lines").values()).hasSize(1);
            broker.stop();
            broker.start();
        }
    }

    /** Threads inherit the group of the thread that makes them, or one below it, so these are the broker's alone. */
    private static List<Thread> threadsOf(ThreadGroup group) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null && group.parentOf(thread.getThreadGroup()))
                .filter(thread -> !ONE_PER_JVM.test(thread.getName()))
                .toList();
    }

    private static Set<String> mbeans() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka*:*"), null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toSet());
    }

    private static Set<Path> folders() throws IOException {
        String prefix = "kafka-broker-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .collect(Collectors.toSet());
        }
    }
}
