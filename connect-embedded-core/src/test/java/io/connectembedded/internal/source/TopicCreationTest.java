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
package io.connectembedded.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.clients.TopicAdmin;
import io.connectembedded.internal.clients.refusal.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicCreationTest {

    private static final TopicRule WIDE = group("wide", "wide-.*", 5);
    private static final TopicRule DEFAULT = group("default", ".*", -1);

    private final NotedAdmin admin = new NotedAdmin();
    private final AtomicInteger made = new AtomicInteger();
    private final TopicCreation topics = new TopicCreation(List.of(WIDE, DEFAULT), () -> {
        made.incrementAndGet();
        return admin;
    });

    private static TopicRule group(String name, String include, int partitions) {
        return new TopicRule(
                name, Pattern.compile(include).asMatchPredicate(), partitions, (short) 1, Map.of("retention.ms", "7"));
    }

    @Test
    void a_new_topic_is_made_by_the_first_group_that_matches() {
        topics.ensure("wide-1");
        topics.ensure("other");

        assertThat(admin.created)
                .containsExactly(
                        new NewTopic("wide-1", 5, (short) 1).configs(Map.of("retention.ms", "7")),
                        new NewTopic("other", -1, (short) 1).configs(Map.of("retention.ms", "7")));
    }

    @Test
    void a_topic_is_looked_up_once_by_a_client_made_when_the_first_comes_up() {
        assertThat(made).hasValue(0);
        admin.existing = Set.of("t");
        topics.ensure("t");
        topics.ensure("t");

        assertThat(admin.lookedUp).containsExactly("t");
        assertThat(admin.created).isEmpty();
        assertThat(made).hasValue(1);
        topics.close();
        assertThat(admin.closed).isTrue();
    }

    @Test
    void without_groups_nobody_is_asked() {
        TopicCreation none = TopicCreation.none();
        none.ensure("t");
        none.close();

        assertThat(admin.lookedUp).isEmpty();
    }

    @Test
    void a_topic_somebody_else_made_first_will_do() {
        admin.first = true;
        topics.ensure("t");
        topics.ensure("t");

        assertThat(admin.lookedUp).hasSize(1);
    }

    @Test
    void a_cluster_that_does_not_answer_is_asked_again_for_the_next_record() {
        admin.failure = new TimeoutException("nobody");
        assertThatThrownBy(() -> topics.ensure("t")).isInstanceOf(TimeoutException.class);
        admin.failure = null;
        topics.ensure("t");

        assertThat(admin.created).hasSize(1);
    }

    @Test
    void a_refusal_names_the_group_and_what_to_do() {
        admin.failure = new RefusedException("not allowed", new TopicAuthorizationException("t"));
        assertThatThrownBy(() -> topics.ensure("wide-1"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Topic wide-1")
                .hasMessageContaining("group wide")
                .hasMessageContaining("not allowed")
                .hasCauseInstanceOf(TopicAuthorizationException.class)
                .hasMessageContaining("topic.creation.enable=false");
        admin.failure = new UnsupportedVersionException("too old");
        assertThatThrownBy(() -> topics.ensure("wide-1"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic.creation.enable=false");
    }

    private static final class NotedAdmin implements TopicAdmin {

        private final List<String> lookedUp = new ArrayList<>();
        private final List<NewTopic> created = new ArrayList<>();
        private Set<String> existing = Set.of();
        private @Nullable RuntimeException failure;
        private boolean first;
        private boolean closed;

        @Override
        public Set<String> existing(Collection<String> asked, Duration limit) {
            lookedUp.addAll(asked);
            return asked.stream().filter(existing::contains).collect(Collectors.toSet());
        }

        @Override
        public boolean create(NewTopic topic, Duration limit) {
            if (failure != null) {
                throw failure;
            }
            created.add(topic);
            return !first;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
