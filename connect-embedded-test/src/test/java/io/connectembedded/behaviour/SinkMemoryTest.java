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

import static io.connectembedded.behaviour.Host.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** What a sink task may hold; docs/memory.md. */
@ConnectTest(allowedLogs = {"The task asks for a batch of .* records again: .*", "The task refuses .*"})
class SinkMemoryTest {

    private static List<String> values(int count) {
        return IntStream.range(0, count).mapToObj(number -> "value " + number).toList();
    }

    @Test
    void a_sink_that_asks_again_holds_one_batch_and_no_more() {
        try (DrivenSink it = new DrivenSink()) {
            it.script.failAlwaysIn("task.put", new RetriableException("busy"));
            it.run(it.spec().with("consumer.override.max.poll.records", "3"), 2);
            it.topic.sendValues(values(20));
            it.sink.put();
            List<?> batch = it.lastBatch();
            it.driver.advance(Duration.ofMinutes(5));
            it.topic.sendValues(values(20));
            it.rounds(10);
            assertThat(batch).hasSize(3);
            assertThat(it.script.calls("task.put"))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(call -> assertThat(call.argument()).isEqualTo(batch));
            assertThat(it.metrics().read()).isEqualTo(3);
            assertThat(it.metrics().inFlightRecords()).isEqualTo(3);
        }
    }

    @Test
    void a_batch_in_pieces_is_all_there_is_and_no_record_is_copied() {
        try (DrivenSink it = new DrivenSink()) {
            it.refuse(record -> true, new IllegalStateException("constraint violated"));
            it.run(
                    it.spec()
                            .with("consumer.override.max.poll.records", "8")
                            .with("errors.bisect", "true")
                            .with("errors.tolerance", "all"),
                    1);
            it.topic.sendValues(values(20));
            it.sink.put();
            List<?> batch = it.lastBatch();
            it.rounds(14);
            assertThat(it.script.calls("task.put")).hasSize(15).allSatisfy(call -> {
                for (Object piece : (List<?>) call.argument()) {
                    assertThat(batch).anyMatch(whole -> whole == piece);
                }
            });
            assertThat(it.metrics().read()).isEqualTo(8);
        }
    }

    @Test
    void a_sink_on_a_broker_takes_one_batch_from_its_consumer_while_it_asks_again(
            KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) throws Exception {
        String name = "sink-" + UUID.randomUUID();
        topic.sendValues(values(300));
        Script script = Script.open();
        script.failAlwaysIn("task.put", new RetriableException("busy"));
        ConnectWorker worker = Host.started(Host.builder(broker)
                .name("memory")
                .connector(script.sink(name).topics(topic.name()).with("consumer.override.max.poll.records", "50")));
        try {
            script.awaitCalls("task.put", 5);
            // Counted when what was fetched at once is handed out to its end, so a second poll would show.
            assertThat(consumed(name)).isLessThanOrEqualTo(50);
            SinkTaskMetrics metrics =
                    (SinkTaskMetrics) worker.connector(name).metrics().tasks().get(0);
            assertThat(metrics.read()).isBetween(1L, 50L);
            script.never("task.put");
            assertThat(script.awaitPut(300)).hasSize(300);
        } finally {
            script.close();
            assertThat(Host.timed(worker::close)).isLessThan(LIMIT);
        }
    }

    /** What the consumer itself has counted as handed out. */
    private static double consumed(String connector) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName all = new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*");
        ObjectName ours = beans.queryNames(all, null).stream()
                .filter(bean -> bean.getKeyProperty("client-id").contains(connector))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no consumer of " + connector));
        return (Double) beans.getAttribute(ours, "records-consumed-total");
    }
}
