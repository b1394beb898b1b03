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
package io.connectembedded.internal.sink;

import static io.connectembedded.internal.sink.HandConsumer.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedSinkTaskContextTest {

    private final SinkFixture it = new SinkFixture();
    private EmbeddedSinkTaskContext context;

    @BeforeEach
    void start() throws Exception {
        it.started(0, 1);
        context = (EmbeddedSinkTaskContext) it.task.context();
    }

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void the_task_sees_its_partitions_and_its_config_and_owns_its_copy() throws Exception {
        SinkTaskContext seen = context;
        seen.configs().put("k", "changed");

        assertThat(seen.assignment()).containsExactlyInAnyOrder(partition(0), partition(1));
        assertThat(seen.configs()).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void its_consumer_is_found_by_the_names_iceberg_uses() throws Exception {
        Field field = Class.forName("org.apache.kafka.connect.runtime.WorkerSinkTaskContext")
                .getDeclaredField("consumer");
        field.setAccessible(true);

        Object found = field.get(context);
        assertThat(found).isInstanceOf(Consumer.class);
        assertThat(((Consumer<?, ?>) found).groupMetadata().groupId()).isNotEmpty();
        assertThat(((Consumer<?, ?>) found).assignment()).isEqualTo(context.assignment());
        assertThat(context).hasToString("The context of a " + it.task.getClass().getName());
    }

    @Test
    void a_partition_of_somebody_else_cannot_be_paused_or_resumed() throws Exception {
        assertThatThrownBy(() -> context.pause(partition(0), partition(9)))
                .isInstanceOf(IllegalWorkerStateException.class)
                .hasMessageContaining("t-9");
        assertThatThrownBy(() -> context.resume(partition(9))).isInstanceOf(IllegalWorkerStateException.class);
        assertThat(it.consumer.paused()).isEmpty();
    }

    @Test
    void while_everything_rests_the_task_only_changes_what_holds_afterwards() throws Exception {
        context.pauseConsumer();
        context.pause(partition(0));
        context.resume(partition(0));
        context.pause(partition(1));
        assertThat(it.consumer.paused()).hasSize(2);
        context.resumeConsumer();

        assertThat(it.consumer.paused()).containsExactly(partition(1));
    }

    @Test
    void positions_of_partitions_that_went_are_dropped() throws Exception {
        context.offset(Map.of(partition(0), 3L, partition(1), 4L));

        context.forget(List.of(partition(1)));

        assertThat(context.takeRewinds()).isEqualTo(Map.of(partition(0), 3L));
        assertThat(context.takeRewinds()).isEmpty();
    }

    @Test
    void a_position_asked_for_before_the_assignment_waits_for_it() throws Exception {
        context.offset(Map.of(partition(0), 3L, partition(9), 4L));

        assertThat(context.takeRewinds()).isEqualTo(Map.of(partition(0), 3L));
        it.consumer.rebalance(List.of(partition(9)));
        assertThat(context.takeRewinds()).isEqualTo(Map.of(partition(9), 4L));
    }

    @Test
    void a_missing_position_is_ignored_as_in_connect() throws Exception {
        Map<TopicPartition, Long> asked = new HashMap<>();
        asked.put(partition(0), null);
        asked.put(partition(1), 2L);
        context.offset(asked);

        assertThat(context.takeRewinds()).isEqualTo(Map.of(partition(1), 2L));
    }

    @Test
    void a_timeout_shortens_one_poll_and_never_lengthens_it() throws Exception {
        Duration limit = Duration.ofSeconds(10);
        context.timeout(20_000);
        assertThat(context.takeTimeout(limit, limit)).isEqualTo(limit);
        for (long none : List.of(0L, -1L)) {
            context.timeout(none);
            assertThat(context.takeTimeout(limit, limit)).isEqualTo(limit);
        }
        context.timeout(5);
        assertThat(context.takeTimeout(limit, limit)).isEqualTo(Duration.ofMillis(5));
        assertThat(context.takeTimeout(limit, limit)).isEqualTo(limit);
    }

    @Test
    void a_commit_is_requested_once() throws Exception {
        context.requestCommit();

        assertThat(context.takeCommitRequest()).isTrue();
        assertThat(context.takeCommitRequest()).isFalse();
    }
}
