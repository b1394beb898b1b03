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
package io.connectembedded.test.internal.kafka;

import static io.connectembedded.test.internal.kafka.Member.partitions;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.status.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EvenShareTest {

    private static final TaskId A = new TaskId("sink", 0);
    private static final TaskId B = new TaskId("sink", 1);
    private static final TaskId C = new TaskId("sink", 2);

    private static Map<TaskId, List<TopicPartition>> all(List<TopicPartition> partitions, TaskId... members) {
        Map<TaskId, List<TopicPartition>> wanted = new LinkedHashMap<>();
        List.of(members).forEach(member -> wanted.put(member, partitions));
        return wanted;
    }

    private static Map<TaskId, Long> sizes(Map<TopicPartition, TaskId> shares) {
        Map<TaskId, Long> sizes = new LinkedHashMap<>();
        shares.values().forEach(member -> sizes.merge(member, 1L, Long::sum));
        return sizes;
    }

    @Test
    void no_member_has_two_more_than_another() {
        Map<TopicPartition, TaskId> shares = EvenShare.of(all(partitions(0, 1, 2, 3, 4, 5, 6), A, B, C), Map.of());

        assertThat(sizes(shares)).isEqualTo(Map.of(A, 3L, B, 2L, C, 2L));
    }

    @Test
    void only_what_has_to_move_moves() {
        List<TopicPartition> seven = partitions(0, 1, 2, 3, 4, 5, 6);
        Map<TopicPartition, TaskId> two = EvenShare.of(all(seven, A, B), Map.of());
        Map<TopicPartition, TaskId> three = EvenShare.of(all(seven, A, B, C), two);

        assertThat(sizes(three).values()).containsExactlyInAnyOrder(3L, 2L, 2L);
        assertThat(seven.stream().filter(each -> !three.get(each).equals(two.get(each))))
                .hasSize(2)
                .allSatisfy(moved -> assertThat(three.get(moved)).isEqualTo(C));
        assertThat(EvenShare.of(all(seven, A, B, C), three)).isEqualTo(three);
    }

    @Test
    void a_member_gets_only_what_it_subscribes_to() {
        Map<TaskId, List<TopicPartition>> wanted = new LinkedHashMap<>();
        wanted.put(A, partitions(0, 1, 2));
        wanted.put(B, partitions(2));

        assertThat(EvenShare.of(wanted, Map.of(partitions(2).get(0), A)))
                .isEqualTo(Map.of(
                        partitions(0).get(0), A,
                        partitions(1).get(0), A,
                        partitions(2).get(0), B));
    }
}
