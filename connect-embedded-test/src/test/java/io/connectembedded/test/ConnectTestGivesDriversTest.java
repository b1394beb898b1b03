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

import io.connectembedded.ConnectWorker;
import io.connectembedded.status.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drivers given to the class below, which runs in a Jupiter engine of its own. */
class ConnectTestGivesDriversTest {

    /** The drivers' workers, for a look at them after the run. */
    private static final List<ConnectWorker> GIVEN = new ArrayList<>();

    @AfterEach
    void forget() {
        GIVEN.clear();
    }

    @Test
    void a_driver_needs_no_broker_is_one_within_a_test_and_is_closed_after_it() {
        TestRun.of(GivenADriver.class).passed(2);
        assertThat(GIVEN).hasSize(2).allMatch(worker -> worker.state() == WorkerState.CLOSED);
        assertThat(GIVEN.get(0)).isNotSameAs(GIVEN.get(1));
    }

    @ConnectTest(broker = ConnectTest.Broker.CONTAINER, image = "no/broker-at-all")
    static class GivenADriver {
        private ConnectTestDriver before;

        @BeforeEach
        void take(ConnectTestDriver driver) {
            before = driver;
            GIVEN.add(driver.worker());
        }

        @Test
        void takes_one(ConnectTestDriver driver) {
            assertThat(driver).isSameAs(before);
            assertThat(driver.worker().state()).isEqualTo(WorkerState.RUNNING);
        }

        @Test
        void takes_another(ConnectTestDriver driver) {
            takes_one(driver);
        }
    }
}
