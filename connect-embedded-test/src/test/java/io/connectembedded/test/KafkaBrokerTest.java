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

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {

    @Test
    void a_broker_serves_clients_as_soon_as_it_is_made() {
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            TestTopic<String, String> lines = broker.topic("lines");
            lines.send("k", "one");
            assertThat(lines.awaitValues(1, Duration.ofSeconds(10))).containsExactly("one");
        }
    }
}
