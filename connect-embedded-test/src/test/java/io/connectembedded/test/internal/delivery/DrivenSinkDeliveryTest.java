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
package io.connectembedded.test.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.JsonConverter;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.SinkDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger makes of sinks in a driver. */
class DrivenSinkDeliveryTest {

    private final RecordingSink recording = RecordingSink.create();

    @ParameterizedTest
    @ValueSource(strings = {"topics", "topics.regex"})
    void a_sink_whose_start_fails_has_lost_everything(String topics) {
        recording.failIn("start", new IllegalStateException("no database"));
        try (ConnectTestDriver driver =
                ConnectTestDriver.of(recording.spec("sink").with(topics, "t"))) {
            driver.topic("t").send(null, "x");
            driver.topic("else").send(null, "y");
            driver.settle();

            assertThatThrownBy(() -> driver.delivery().nothingLost())
                    .hasMessageContaining("connector sink: record at 0 of t-0")
                    .hasMessageContaining("was not put")
                    .hasMessageNotContaining("else");
            driver.worker().connector("sink").restart().await();
            driver.settle();
            driver.delivery().nothingLost();
        }
    }

    @Test
    void what_latest_passes_over_is_not_lost() {
        ConnectorSpec spec = recording.spec("sink").topics("t").with("consumer.override.auto.offset.reset", "latest");
        try (ConnectTestDriver driver = ConnectTestDriver.of(spec)) {
            driver.topic("t").send(null, "old");
            driver.settle();
            driver.topic("t").send(null, "new");
            assertThatThrownBy(() -> driver.delivery().nothingLost())
                    .hasMessageContaining("record at 1")
                    .hasMessageNotContaining("record at 0");
            driver.settle();
            assertThat(recording.records()).hasSize(1);
            driver.delivery().nothingLost().noOffsetAhead().nothingAgainAfterCommit();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_sink_that_keeps_its_own_positions_is_sound_after_half_a_put(boolean worldIsKnown) {
        String id = OwnPositions.newId();
        OwnPositions.Table table = OwnPositions.open(id);
        try (ConnectTestDriver driver = ConnectTestDriver.of(OwnPositions.spec("sink", id))) {
            SinkDriver sink = driver.sink("sink");
            if (worldIsKnown) {
                sink.arrivesIn(table::values);
            }
            table.failAt(2);
            driver.topic("t").sendValues(List.of("1", "2", "3", "4"));
            assertThatThrownBy(sink::put).isInstanceOf(ConnectorFailedException.class);
            driver.worker().connector("sink").restart().await();
            driver.settle();

            assertThat(table.values()).containsExactly("1", "2", "3", "4");
            driver.delivery()
                    .nothingLost()
                    .noOffsetAhead()
                    .inOrder()
                    .nothingAgainAfterCommit()
                    .noDuplicates();
        }
    }

    @Test
    void a_sink_may_change_a_value_it_was_given() {
        List<Object> world = new ArrayList<>();
        ConnectorSpec spec = ConnectorSpec.sink("sink", record -> {
                    @SuppressWarnings("unchecked") // schemaless JSON objects are maps of text to values
                    Map<String, Object> value = (Map<String, Object>) record.value();
                    world.add(new HashMap<>(value));
                    value.put("seen", true);
                })
                .topics("t");
        try (ConnectTestDriver driver = ConnectTestDriver.of(ConnectWorker.builder()
                .valueConverter(JsonConverter.schemaless())
                .keyConverter(JsonConverter.schemaless())
                .connector(spec))) {
            driver.sink("sink").arrivesIn(() -> world);
            driver.topic("t").send(null, Map.of("id", 1));
            driver.settle();

            assertThat(world).hasSize(1);
            driver.delivery().nothingLost().noOffsetAhead().noDuplicates();
        }
    }
}
