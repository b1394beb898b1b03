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
package io.connectembedded.internal.clients;

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.RefusedException;
import io.connectembedded.internal.clients.refusal.Refusing;
import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.connect.errors.ConnectException;

/** Topics of a real cluster. */
record KafkaTopicAdmin(Admin admin, Refusing refusing) implements TopicAdmin {

    @Override
    public Set<String> existing(Collection<String> topics, Duration limit) {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        topics, new DescribeTopicsOptions().timeoutMs(millis(limit)))
                .topicNameValues();
        Set<String> existing = new HashSet<>();
        answers.forEach((topic, answer) -> {
            try {
                await(answer, topic);
                existing.add(topic);
            } catch (UnknownTopicOrPartitionException e) {
                // That is the answer.
                existing.remove(topic);
            }
        });
        return existing;
    }

    @Override
    public boolean create(NewTopic topic, Duration limit) {
        try {
            await(
                    admin.createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(millis(limit)))
                            .all(),
                    topic.name());
            return true;
        } catch (TopicExistsException e) {
            return false;
        }
    }

    private static int millis(Duration limit) {
        return (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
    }

    private void await(KafkaFuture<?> answer, String topic) {
        try {
            answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            Throwable cause = Failures.causeOf(e);
            if (Refusing.isRefusal(cause)) {
                throw new RefusedException(refusing.told(cause, Asked.create(topic)), cause);
            }
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new ConnectException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
