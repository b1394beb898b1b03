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
package io.connectembedded.samples.benchmarks.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.test.KafkaBroker;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Both contestants do all of the work, and the same. */
class CyclesTest {

    private static final List<String> VALUES = IntStream.rangeClosed(1, DriverBench.CYCLES)
            .mapToObj(i -> "value " + i)
            .toList();

    @Test
    void the_driver_sends_and_commits_each_record_by_itself() {
        try (DriverCycles cycles = new DriverCycles("cycles")) {
            VALUES.forEach(cycles::next);
            assertThat(cycles.commits()).isEqualTo(DriverBench.CYCLES);
            assertThat(cycles.driver().topic("cycles").values()).isEqualTo(VALUES);
            cycles.driver().delivery().nothingLost().noDuplicates();
        }
        assertThat(DriverBench.driver().commits()).isEqualTo(DriverBench.CYCLES);
    }

    @Test
    void the_worker_sends_and_commits_each_record_by_itself() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            assertThat(DriverBench.worker(broker, "cycles").commits()).isEqualTo(DriverBench.CYCLES);
            assertThat(broker.topic("cycles").values())
                    .zipSatisfy(VALUES, (json, value) -> assertThat(json).contains("\"" + value + "\""));
        }
    }
}
