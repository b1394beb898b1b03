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
package io.connectembedded.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import io.connectembedded.test.SinkDriver;
import io.connectembedded.test.SourceDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/testing.md shows. */
class TestingGuideTest {

    // snippet: driver-first
    @Test
    void an_unacknowledged_line_is_read_again_after_a_crash(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("in.txt"), "one\ntwo\nthree\n");
        try (ConnectTestDriver driver = ConnectTestDriver.of(ConnectorSpec.source("lines", "FileStreamSource")
                .with("file", file)
                .with("topic", "lines"))) {
            SourceDriver lines = driver.source("lines");
            assertEquals(3, lines.poll().size()); // polled and sent
            lines.ack(1); // Kafka has "one"
            lines.commit(); // its offset is durable
            driver.crash(); // "two" and "three" never arrived

            assertEquals(2, lines.poll().size());
            lines.ackAll();
            assertEquals(List.of("one", "two", "three"), driver.topic("lines").values());
            driver.delivery().nothingLost().noOffsetAhead().inOrder();
        }
    }
    // end

    // snippet: driver-sink
    @Test
    void lines_arrive_in_the_file(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("out.txt");
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                ConnectorSpec.sink("save", "FileStreamSink").topics("lines").with("file", file))) {
            driver.topic("lines").sendValues(List.of("one", "two"));
            SinkDriver save = driver.sink("save").arrivesIn(() -> Files.readAllLines(file));
            assertEquals(2, save.put());
            assertTrue(save.commit());

            driver.settle();
            driver.delivery().nothingLost().noOffsetAhead().nothingAgainAfterCommit();
        }
    }
    // end

    @Test
    void failures() {
        ScriptedSource orders = ScriptedSource.create().emitValues("orders", "a", "b");
        // snippet: driver-failures
        try (ConnectTestDriver driver = ConnectTestDriver.of(orders.spec("orders"))) {
            SourceDriver source = driver.source("orders");
            source.failNextSend(new TimeoutException("no room")); // Kafka refuses "a"
            source.poll();
            assertThrows(ConnectorFailedException.class, source::poll); // the task fails in its next round

            ConnectorHandle handle = driver.worker().connector("orders");
            assertEquals(TaskState.FAILED, handle.status().tasks().get(0).state());
            handle.restart().await(); // as an operator would
            driver.settle(); // polls, acknowledges and commits until nothing moves
            driver.delivery().nothingLost();
        }
        // end
    }

    @Test
    void time() {
        List<Object> arrived = new ArrayList<>();
        List<String> troubles = new ArrayList<>(List.of("busy"));
        ConnectorSpec sink = ConnectorSpec.sink("save", record -> {
                    if (!troubles.isEmpty()) {
                        throw new RetriableException(troubles.remove(0));
                    }
                    arrived.add(record.value());
                })
                .topics("orders");
        // snippet: driver-time
        try (ConnectTestDriver driver = ConnectTestDriver.of(sink)) {
            driver.topic("orders").send("key", "order 1");
            assertEquals(0, driver.sink("save").put()); // it throws a RetriableException, once
            driver.advance(Duration.ofMillis(99));
            assertEquals(List.of(), arrived);
            driver.advance(Duration.ofMillis(1)); // its time to be put again
            assertEquals(List.of("order 1"), arrived);
            driver.advance(Duration.ofMinutes(1)); // offset.flush.interval.ms: the offset is committed
            driver.crash();
            driver.settle();
            assertEquals(List.of("order 1"), arrived);
        }
        // end
    }

    @Test
    void partitions() {
        RecordingSink sink = RecordingSink.create();
        // snippet: driver-partitions
        try (ConnectTestDriver driver =
                ConnectTestDriver.of(sink.spec("save").topics("orders").tasks(2))) {
            driver.topic("orders", 4); // two for each task
            driver.settle();
            SinkDriver first = driver.sink("save");
            SinkDriver second = first.task(1);
            TopicPartition moved = new TopicPartition("orders", 0);
            second.assign(List.of(moved)); // taken from the first task in order: preCommit, close, then open
            second.lose(List.of(moved)); // the group gave the second task up: close, without a commit
            first.assign(List.of(moved));
            assertTrue(sink.calls().contains("preCommit"));
        }
        // end
    }

    // snippet: driver-chaos
    @Test
    void no_order_is_lost_whatever_happens() {
        for (long seed = 1; seed <= 200; seed++) {
            ScriptedSource orders =
                    ScriptedSource.create().emitValues("orders", 1, 2, 3).emitValues("orders", 4, 5);
            try (ConnectTestDriver driver = ConnectTestDriver.of(orders.spec("orders"))) {
                driver.chaos(seed).nothingLost().noOffsetAhead().inOrder().nothingAgainAfterCommit();
            }
        }
    }
    // end

    @Test
    void the_apps_own_worker_is_driven(@TempDir Path dir) {
        RecordingSink sink = RecordingSink.create();
        ScriptedSource source = ScriptedSource.create().emitValues("orders", "a", "b");
        // snippet: driver-builder
        ConnectWorker.Builder app = ConnectWorker.builder() // what the app builds its worker from
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.file(dir.resolve("offsets.dat")))
                .connector(source.spec("orders"))
                .connector(sink.spec("save").topics("orders"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(app)) {
            assertEquals(4, driver.settle()); // two acknowledged, two put
            assertEquals(
                    List.of("a", "b"),
                    driver.topic("orders").as(String.class, String.class).values());
            driver.restart(); // stops and starts it, with all last commits
            assertEquals(0, driver.settle());
        }
        // end
    }

    @Test
    void transactions() {
        ScriptedSource orders = ScriptedSource.create().emitValues("orders", "a", "b");
        // snippet: driver-transactions
        ConnectWorker.Builder app = ConnectWorker.builder()
                .name("shop")
                .with("exactly.once.source.support", "enabled")
                .offsetStore(OffsetStore.kafka("shop-offsets"))
                .connector(orders.spec("orders").with("transaction.boundary", "interval"));
        try (ConnectTestDriver driver = ConnectTestDriver.of(app)) {
            driver.source("orders").poll();
            driver.source("orders").ackAll(); // on the topic, in a transaction that is open
            driver.crash(); // in the middle of it
            assertEquals(List.of(), driver.topic("orders").values());

            driver.settle(); // the new producer has aborted it, and the records are polled again
            assertEquals(List.of("a", "b"), driver.topic("orders").values());
            driver.chaos(42).exactlyOnce();
        }
        // end
    }
}
