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
package io.connectembedded.test.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The broker's side of it, with a broker of this JVM where the container would be. */
class ContainerKafkaBrokerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InJvmContainer container = new InJvmContainer();
    private final KafkaBroker broker = ContainerKafkaBroker.start(container);

    @AfterEach
    void close() {
        broker.close();
        container.remove();
    }

    @Test
    void topics_are_written_and_read() {
        TestTopic<String, String> lines = broker.createTopic("lines", 2);
        lines.send("k", "one");
        broker.topic("lines").send("k", "two");
        assertThat(lines.awaitValues(2, LIMIT)).containsExactly("one", "two");
        assertThat(broker.raw("lines", 2, LIMIT)).hasSize(2);
    }

    @Test
    void an_outage_is_a_pause_that_keeps_address_and_data() {
        TestTopic<String, String> lines = broker.topic("lines");
        String address = broker.bootstrapServers();
        lines.send(null, "before");
        broker.stop();
        broker.stop();
        assertThatIllegalStateException().isThrownBy(lines::values).withMessageContaining("start() it first");
        broker.start();
        broker.start();
        lines.send(null, "after");
        assertThat(lines.awaitValues(2, LIMIT)).containsExactly("before", "after");
        assertThat(broker.bootstrapServers()).isEqualTo(address);
        assertThat(container.calls).containsExactly("start", "pause", "unpause");
    }

    @Test
    void a_paused_container_goes_on_before_it_is_removed() {
        broker.stop();
        broker.close();
        broker.close();
        assertThat(container.calls).containsExactly("start", "pause", "unpause", "remove");
        assertThatIllegalStateException().isThrownBy(broker::start).withMessageContaining("is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> broker.topic("lines"))
                .withMessageContaining("is closed");
    }

    @Test
    void a_container_has_no_users_and_says_where_there_are() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(broker::access)
                .withMessageContaining(broker.bootstrapServers())
                .withMessageContaining("KafkaBroker.secured");
    }

    private static final class InJvmContainer implements BrokerContainer {
        private final List<String> calls = new ArrayList<>();
        private KafkaBroker inside;

        @Override
        public void start() {
            calls.add("start");
            inside = KafkaBroker.inJvm();
        }

        @Override
        public String bootstrapServers() {
            return inside.bootstrapServers();
        }

        @Override
        public void pause() {
            calls.add("pause");
            inside.stop();
        }

        @Override
        public void unpause() {
            calls.add("unpause");
            inside.start();
        }

        @Override
        public void remove() {
            calls.add("remove");
            inside.close();
        }
    }
}
