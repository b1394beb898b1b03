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

import io.connectembedded.internal.clients.TopicAdmin;
import io.connectembedded.internal.clients.refusal.RefusedException;
import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics a source writes to, by the connector's {@code topic.creation.*} (KIP-158): each topic is looked up
 * once, and made by the first group in declared order that is for it. Task thread, which waits for the cluster.
 */
public final class TopicCreation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<TopicRule> groups;
    private final Supplier<TopicAdmin> admins;
    private final Set<String> known = new HashSet<>();
    private @Nullable TopicAdmin admin;

    /** {@code admins} makes the client when the first topic comes up; no groups: topics are the broker's affair. */
    public TopicCreation(List<TopicRule> groups, Supplier<TopicAdmin> admins) {
        this.groups = List.copyOf(groups);
        this.admins = admins;
    }

    /** The broker's affair. */
    public static TopicCreation none() {
        return new TopicCreation(List.of(), () -> {
            throw new IllegalStateException("Without groups no topic is created");
        });
    }

    /**
     * After this the topic is there.
     *
     * @throws RetriableException when the cluster does not answer for now
     * @throws ConnectException when the topic cannot be made
     */
    void ensure(String topic) {
        if (groups.isEmpty() || known.contains(topic)) {
            return;
        }
        Optional<TopicRule> group =
                groups.stream().filter(each -> each.isFor().test(topic)).findFirst();
        if (group.isPresent()) {
            make(topic, group.get());
        }
        known.add(topic);
    }

    private void make(String topic, TopicRule group) {
        try {
            if (!admin().existing(Set.of(topic), LIMIT).isEmpty()) {
                LOG.info("Topic {} exists already", topic);
            } else if (admin().create(newTopic(topic, group), LIMIT)) {
                LOG.info("Created topic {} by the topic creation group {}", topic, group.group());
            } else {
                LOG.info("Topic {} was created by somebody else meanwhile", topic);
            }
        } catch (RetriableException | InterruptException e) {
            throw e;
        } catch (RefusedException e) {
            throw refused(topic, group, "Allow that and restart the task", Failures.causeOf(e), e.getMessage());
        } catch (UnsupportedVersionException e) {
            throw refused(topic, group, "This cluster is too old for it: create the topic yourself", e, e.getMessage());
        } catch (RuntimeException e) {
            throw refused(topic, group, "Correct topic.creation." + group.group() + ".*", e, e.getMessage());
        }
    }

    private static ConnectException refused(
            String topic, TopicRule group, String remedy, Throwable cause, @Nullable String reason) {
        return new ConnectException(
                "Topic " + topic + " could not be created by the topic creation group " + group.group() + " ("
                        + reason + "). " + remedy + ", or create it and restart the task, or leave topics"
                        + " to the broker with topic.creation.enable=false",
                cause);
    }

    private static NewTopic newTopic(String topic, TopicRule group) {
        return new NewTopic(topic, group.partitions(), group.replication()).configs(group.configs());
    }

    private TopicAdmin admin() {
        TopicAdmin made = admin;
        if (made == null) {
            made = admins.get();
            admin = made;
        }
        return made;
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
