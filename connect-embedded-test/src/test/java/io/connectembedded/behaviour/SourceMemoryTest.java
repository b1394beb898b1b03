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
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.util.stream.LongStream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much a source task holds. */
class SourceMemoryTest {

    private static final String RECORDS = "source.max.in.flight.records";

    private final Script script = Script.byHand();
    private final ScriptStore store = new ScriptStore();
    private ConnectTestDriver driver;
    private SourceDriver src;

    @AfterEach
    void end() {
        driver.close();
        script.close();
    }

    private void running(ConnectWorker.Builder builder, ConnectorSpec spec) {
        driver = ConnectTestDriver.of(builder.offsetStore(store).connector(spec));
        src = driver.source("src");
    }

    private void emit(long from, long to) {
        script.emit(LongStream.rangeClosed(from, to)
                .mapToObj(offset -> Script.record("t", "a", offset))
                .toArray(SourceRecord[]::new));
    }

    @Test
    void a_source_rests_while_its_bound_is_reached() {
        running(Host.byHand(), script.source("src").with(RECORDS, 4));
        emit(1, 4);
        emit(5, 6);
        src.poll();
        assertThat(src.inFlight()).isEqualTo(4);
        src.poll();
        src.poll();
        assertThat(script.count("task.poll")).isEqualTo(1);
        src.ack(1);
        src.poll();
        assertThat(script.count("task.poll")).isEqualTo(2);
        assertThat(src.inFlight()).isEqualTo(4);
    }

    @Test
    void a_batch_larger_than_the_bound_is_sent_piece_by_piece() {
        running(Host.byHand(), script.source("src").with(RECORDS, 4));
        emit(1, 10);
        src.poll();
        assertThat(src.inFlight()).isEqualTo(4);
        src.ackAll();
        src.poll();
        assertThat(src.inFlight()).isEqualTo(4);
        src.ackAll();
        src.poll();
        assertThat(src.inFlight()).isEqualTo(2);
        src.ackAll();
        assertThat(script.count("task.poll")).isEqualTo(1);
        src.commit();
        assertThat(store.offset("a")).isEqualTo(10);
    }

    @Test
    void what_a_connector_says_of_its_bound_goes_before_what_the_worker_says() {
        running(
                Host.byHand().with(RECORDS, 2).connector(script.source("plain")),
                script.source("src").with(RECORDS, 3));
        emit(1, 5);
        src.poll();
        assertThat(src.inFlight()).isEqualTo(3);
        emit(6, 10);
        driver.source("plain").poll();
        assertThat(driver.source("plain").inFlight()).isEqualTo(2);
    }

    @Test
    void the_bytes_of_records_are_bounded_too_but_one_record_always_goes() {
        running(Host.byHand(), script.source("src").with("source.max.in.flight.bytes", 6));
        emit(1, 3);
        src.poll();
        assertThat(src.inFlight()).isEqualTo(2);
        src.ackAll();
        src.poll();
        assertThat(src.inFlight()).isEqualTo(1);
        src.ackAll();
        script.emit(new SourceRecord(
                java.util.Map.of("p", "a"), java.util.Map.of("o", 4), "t", null, "far more than six bytes"));
        src.poll();
        assertThat(src.inFlight()).isEqualTo(1);
    }
}
