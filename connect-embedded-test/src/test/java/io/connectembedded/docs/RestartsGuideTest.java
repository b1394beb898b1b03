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

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.RestartPolicy;
import io.connectembedded.RestartPolicy.Decision;
import io.connectembedded.event.ConnectEvent.RestartScheduled;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.ScriptedSource;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the guide to restarts shows, and that it works. */
class RestartsGuideTest {

    static ConnectWorker.Builder everything() {
        // snippet: restart-all
        return ConnectWorker.builder().restart(RestartPolicy.exponentialBackoff(ofSeconds(1), ofMinutes(5)));
        // end
    }

    static ConnectorSpec some(ConnectorSpec copy) {
        // snippet: restart-some
        return copy.restart(RestartPolicy.exponentialBackoff(ofSeconds(1), ofMinutes(5))
                .maxAttempts(20)
                .decide(attempt ->
                        attempt.causedBy(SQLTransientException.class) ? Decision.RESTART : Decision.STAY_FAILED));
        // end
    }

    @Test
    void the_guide_does_what_it_says() {
        ScriptedSource script = ScriptedSource.create();
        List<RestartScheduled> told = new ArrayList<>();
        try (ConnectTestDriver driver = ConnectTestDriver.of(everything()
                .connector(some(script.spec("copy")))
                .listener(ConnectListener.on(RestartScheduled.class, told::add)))) {
            script.failIn("poll", new ConnectException(new SQLTransientException("busy")));
            Assertions.assertThrows(RuntimeException.class, driver.source("copy")::poll);
            // snippet: restart-test
            driver.advance(ofSeconds(1));
            assertThat(driver.worker().connector("copy").status().isRunning()).isTrue();
            // end
            assertThat(told).hasSize(1);
            script.failIn("poll", new ConnectException("for good"));
            Assertions.assertThrows(RuntimeException.class, driver.source("copy")::poll);
            driver.advance(ofMinutes(10));
            assertThat(driver.worker().connector("copy").status().hasFailed()).isTrue();
        }
    }
}
