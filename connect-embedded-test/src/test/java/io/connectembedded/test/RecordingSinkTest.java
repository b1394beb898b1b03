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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.status.ConnectorStatus;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ConnectTest(allowedLogs = "^ERROR \\S+\\.StateCell State transition snk-0 RUNNING -> FAILED in put: disk full")
class RecordingSinkTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RecordingSink sink = RecordingSink.create();
    private final KafkaBroker broker;
    private final TestTopic<String, String> topic;
    private ConnectWorker worker;

    RecordingSinkTest(KafkaBroker broker, @Topic("t") TestTopic<String, String> topic) {
        this.broker = broker;
        this.topic = topic;
    }

    @AfterEach
    void close() {
        sink.unblock();
        if (worker != null) {
            worker.close();
        }
    }

    @Test
    void what_is_on_the_topic_is_recorded_in_order() {
        topic.sendValues(List.of("one", "two"));
        start();
        sink.awaitRecords(2, LIMIT);
        topic.send("k", "three");

        assertThat(sink.awaitRecords(3, LIMIT)).extracting(SinkRecord::value).containsExactly("one", "two", "three");
        assertThat(sink.records().get(2).key()).isEqualTo("k");
        worker.stop();
        assertThat(sink.calls())
                .startsWith("connector.start", "connector.taskConfigs", "start", "open", "put")
                .containsSubsequence("put", "preCommit", "flush", "close", "stop");
    }

    @Test
    void a_put_that_fails_records_nothing_and_a_restart_delivers_again() {
        sink.failIn("put", new ConnectException("disk full"));
        ConnectorHandle handle = start();
        topic.sendValues(List.of("one", "two"));

        ConnectorStatus failed = handle.until(ConnectorStatus::hasFailed).await(LIMIT);
        assertThat(failed.tasks().get(0).failure().stage()).isEqualTo("put");
        assertThat(failed.tasks().get(0).failure().message()).contains("disk full");
        assertThat(sink.records()).isEmpty();
        handle.restart().await(LIMIT);
        assertThat(sink.awaitRecords(2, LIMIT)).extracting(SinkRecord::value).containsExactly("one", "two");
    }

    @Test
    void a_put_that_blocks_goes_on_when_unblocked() {
        topic.sendValues(List.of("one"));
        sink.blockIn("put");
        start();
        sink.awaitCall("put", 1, LIMIT);
        assertThat(sink.records()).isEmpty();
        sink.unblock();

        sink.awaitRecords(1, LIMIT);
    }

    @Test
    void a_block_that_was_ended_before_a_call_met_it_holds_nobody() {
        sink.blockIn("put").unblock();
        start();
        topic.send(null, "one");

        sink.awaitRecords(1, LIMIT);
    }

    @Test
    void records_that_do_not_come_are_reported_with_those_that_did() {
        topic.send(null, "one");
        start();
        sink.awaitRecords(1, LIMIT);

        assertThatThrownBy(() -> sink.awaitRecords(2, Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected at least 2 records within PT0.01S, but 1 came: [" + topic.name()
                        + "-0@0=one]; all calls so far: [connector.start, connector.taskConfigs, start, open, put");
    }

    @Test
    void an_unknown_method_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> sink.failIn("poll", new RuntimeException()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'poll'")
                .hasMessageContaining("start, open, put, preCommit, flush, close, stop]");
    }

    private ConnectorHandle start() {
        worker = ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .shutdownTimeout(Duration.ofSeconds(2))
                .connector(sink.spec("snk").topics(topic.name()))
                .build();
        worker.start();
        return worker.connector("snk");
    }
}
