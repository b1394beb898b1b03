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
package io.connectembedded.internal.engine.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ActiveTopicsTest {

    private final ActiveTopics topics = new ActiveTopics(true, true);

    @Test
    void tasks_of_one_connector_report_to_one_set_in_order_of_names() {
        topics.of("c").accept("z");
        topics.of("c").accept("a");
        topics.of("other").accept("b");
        assertThat(topics.seen("c")).containsExactly("a", "z");
        assertThat(topics.seen("unknown")).isEmpty();
    }

    @Test
    void a_topic_that_was_reset_comes_back_with_its_next_record() {
        Consumer<String> task = topics.of("c");
        task.accept("a");
        topics.reset("c");
        assertThat(topics.seen("c")).isEmpty();
        task.accept("a");
        assertThat(topics.seen("c")).containsExactly("a");
    }

    @Test
    void what_a_task_of_a_deleted_connector_reports_is_nothing_to_its_successor() {
        Consumer<String> late = topics.of("c");
        topics.forget("c");
        Consumer<String> next = topics.of("c");
        late.accept("a");
        next.accept("b");
        assertThat(topics.seen("c")).containsExactly("b");
    }
}
