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

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.metrics.ConnectorMetrics;
import io.connectembedded.metrics.SinkTaskMetrics;
import io.connectembedded.metrics.SourceTaskMetrics;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The typed views of Connect's numbers. */
class MetricViewsTest {

    private final ScriptedSource scripted = ScriptedSource.create();
    private final RecordingSink recording = RecordingSink.create();

    @Test
    void the_typed_views_follow_each_record_and_agree_with_the_numbers_of_the_beans() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                scripted.spec("src"), recording.spec("sink").topics("t"))) {
            ConnectWorker worker = driver.worker();
            scripted.emitValues("t", "one", "two");
            driver.source("src").poll();
            assertThat(source(worker).polled()).isEqualTo(2);
            assertThat(source(worker).written()).isZero();
            assertThat(source(worker).inFlightRecords()).isEqualTo(2);
            assertThat(source(worker).sinceLastCommit()).isEmpty();
            driver.settle();
            assertThat(worker.connector("src").metrics().recordTotal()).isEqualTo(2);
            assertThat(source(worker).written()).isEqualTo(2);
            assertThat(source(worker).inFlightRecords()).isZero();
            assertThat(source(worker).number("source-record-poll-total")).hasValue(2.0);
            driver.advance(Duration.ofSeconds(7));
            assertThat(source(worker).sinceLastCommit()).hasValue(Duration.ofSeconds(7));

            SinkTaskMetrics sink =
                    (SinkTaskMetrics) worker.connector("sink").metrics().tasks().get(0);
            assertThat(worker.connector("sink").metrics().recordTotal()).isEqualTo(2);
            assertThat(sink.read()).isEqualTo(2);
            assertThat(sink.sent()).isEqualTo(2);
            assertThat(sink.partitions()).isEqualTo(1);
            assertThat(worker.metrics().connectorCount()).isEqualTo(2);
            assertThat(worker.metrics().taskCount()).isEqualTo(2);
            assertThat(worker.metrics().connectors())
                    .extracting(ConnectorMetrics::connector)
                    .containsExactly("sink", "src");
            assertThat(worker.metrics().number("connector-count")).hasValue(2.0);
        }
    }

    @Test
    void what_kafka_acknowledged_is_written_though_the_next_poll_has_not_come() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(scripted.spec("src"))) {
            scripted.emitValues("t", "one", "two");
            driver.source("src").poll();
            driver.source("src").ackAll();
            assertThat(source(driver.worker()).written()).isEqualTo(2);
        }
    }

    private static SourceTaskMetrics source(ConnectWorker worker) {
        return (SourceTaskMetrics) worker.connector("src").metrics().tasks().get(0);
    }
}
