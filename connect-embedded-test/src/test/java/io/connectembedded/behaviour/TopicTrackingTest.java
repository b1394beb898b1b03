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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorHandle;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.test.ConnectTestDriver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topics a connector uses (KIP-558). */
class TopicTrackingTest {

    private final Script script = Script.byHand();

    @AfterEach
    void end() {
        script.close();
    }

    @Test
    void a_source_has_the_topics_it_wrote_to_over_restarts_until_they_are_reset() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(Host.byHand().connector(script.source("src")))) {
            ConnectorHandle src = driver.worker().connector("src");
            assertThat(src.topics()).isEmpty();
            script.emit(Script.record("zebra", "a", 1), Script.record("ant", "a", 2), Script.record("ant", "a", 3));
            driver.settle();
            assertThat(src.topics()).containsExactly("ant", "zebra");
            src.restart().await();
            src.stop().await();
            src.resume().await();
            assertThat(src.topics()).containsExactly("ant", "zebra");
            driver.restart();
            assertThat(driver.worker().connector("src").topics()).containsExactly("ant", "zebra");

            driver.worker().connector("src").resetTopics();
            assertThat(src.topics()).isEmpty();
            script.emit(Script.record("ant", "a", 4));
            driver.settle();
            assertThat(src.topics()).containsExactly("ant");
        }
    }

    @Test
    void a_sink_has_the_topics_it_read() {
        try (ConnectTestDriver driver =
                ConnectTestDriver.of(Host.byHand().connector(script.sink("snk").topicsMatching("t.*")))) {
            driver.topic("t1").sendValues(List.of("a"));
            driver.topic("t2");
            driver.settle();
            assertThat(driver.worker().connector("snk").topics()).containsExactly("t1");
        }
    }

    @Test
    void the_topics_of_a_deleted_connector_are_nothing_to_one_of_its_name() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(Host.byHand().connector(script.source("src")))) {
            ConnectorHandle src = driver.worker().connector("src");
            script.emit(Script.record("ant", "a", 1));
            driver.settle();
            src.delete().await();
            assertThatThrownBy(src::topics).isInstanceOf(ConnectorNotFoundException.class);
            assertThatThrownBy(src::resetTopics).isInstanceOf(ConnectorNotFoundException.class);
            driver.worker().connectors().create(script.source("src")).await();
            assertThat(src.topics()).isEmpty();
        }
    }

    @Test
    void tracking_and_its_reset_can_be_disabled() {
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                Host.byHand().with("topic.tracking.allow.reset", false).connector(script.source("src")))) {
            ConnectorHandle src = driver.worker().connector("src");
            assertThat(src.topics()).isEmpty();
            assertThatThrownBy(src::resetTopics)
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining("Topic tracking reset is disabled")
                    .hasMessageContaining("topic.tracking.allow.reset");
        }
        try (ConnectTestDriver driver = ConnectTestDriver.of(
                Host.byHand().with("topic.tracking.enable", false).connector(script.source("src")))) {
            ConnectorHandle src = driver.worker().connector("src");
            script.emit(Script.record("ant", "a", 1));
            assertThat(driver.settle()).isEqualTo(1);
            assertThatThrownBy(src::topics)
                    .isInstanceOf(WorkerStateException.class)
                    .hasMessageContaining("Topic tracking is disabled")
                    .hasMessageContaining("topic.tracking.enable");
            assertThatThrownBy(src::resetTopics).isInstanceOf(WorkerStateException.class);
        }
    }
}
