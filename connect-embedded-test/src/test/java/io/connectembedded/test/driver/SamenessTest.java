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
package io.connectembedded.test.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.status.WorkerState;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What makes a record that is read again the same one. */
class SamenessTest {

    /** Reads one and the same thing, and tells each time that it is another reading. */
    public static final class Readings extends SourceConnector {

        @Override
        public void start(Map<String, String> config) {
            // Nothing to prepare.
        }

        @Override
        public Class<? extends Task> taskClass() {
            return ReadingTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of(Map.of());
        }

        @Override
        public void stop() {
            // Nothing to give back.
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }

    /** Its task. */
    public static final class ReadingTask extends SourceTask {

        private List<SourceRecord> left = List.of();

        @Override
        public void start(Map<String, String> config) {
            left = List.of(new SourceRecord(
                    Map.of("meter", "m"),
                    Map.of("reading", 1L),
                    "readings",
                    Schema.STRING_SCHEMA,
                    UUID.randomUUID().toString()));
        }

        @Override
        public List<SourceRecord> poll() {
            List<SourceRecord> polled = left;
            left = List.of();
            return polled;
        }

        /** Some plug-ins look at their offsets once more, such as Debezium's. */
        @Override
        public void stop() {
            left = List.of();
            context.offsetStorageReader().offset(Map.of("meter", "m"));
        }

        @Override
        public String version() {
            return "1";
        }
    }

    private static ConnectTestDriver crashedBeforeItArrived() {
        ConnectTestDriver driver = ConnectTestDriver.of(ConnectorSpec.source("src", Readings.class));
        driver.source("src").poll();
        driver.crash();
        return driver;
    }

    @Test
    void by_default_another_value_is_another_record() {
        try (ConnectTestDriver driver = crashedBeforeItArrived()) {
            driver.settle();
            assertThatThrownBy(() -> driver.delivery().nothingLost())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("src-0");
        }
    }

    @Test
    @Timeout(20)
    void a_killed_task_that_asks_for_its_offsets_is_not_kept_waiting() {
        ConnectTestDriver driver = crashedBeforeItArrived();
        driver.crash();
        driver.close();
        assertThat(driver.worker().state()).isEqualTo(WorkerState.CLOSED);
    }

    @Test
    void a_test_says_what_makes_records_the_same() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(ConnectorSpec.source("src", Readings.class))) {
            SourceDriver src = driver.source("src").knownBy(SourceRecord::sourceOffset);
            src.poll();
            driver.crash();
            assertThatThrownBy(() -> driver.delivery().nothingLost()).isInstanceOf(AssertionError.class);
            driver.settle();
            driver.delivery().nothingLost().noOffsetAhead().inOrder();
        }
    }
}
