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
package io.connectembedded.internal.log;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the topic of a log is there and compacted. */
final class LogTopic {

    private static final Logger LOG = LoggerFactory.getLogger(LogTopic.class);

    /** Before a topic is looked for again that somebody has just made. */
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final TopicSpec spec;
    private final Admin admin;
    private final Deadline deadline;

    LogTopic(TopicSpec spec, Admin admin, Deadline deadline) {
        this.spec = spec;
        this.admin = admin;
        this.deadline = deadline;
    }

    /** Creates it if it is absent; how many partitions it has. */
    int ensure() {
        Optional<Integer> partitions = partitions();
        if (partitions.isEmpty()) {
            partitions = create();
            if (partitions.isPresent()) {
                return partitions.get();
            }
        }
        while (partitions.isEmpty()) {
            pause();
            partitions = partitions();
        }
        requireCompaction();
        return partitions.get();
    }

    /** What was written before this was asked for, in transactions or not, by partition. */
    Map<TopicPartition, Long> ends() {
        int count = partitions().orElseThrow(() -> new UnknownTopicOrPartitionException("it is not there any more"));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int number = 0; number < count; number++) {
            asked.put(new TopicPartition(spec.name(), number), OffsetSpec.latest());
        }
        ListOffsetsOptions all = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(millis());
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(asked, all).all()).forEach((partition, found) -> ends.put(partition, found.offset()));
        return ends;
    }

    private Optional<Integer> partitions() {
        try {
            Map<String, TopicDescription> found =
                    await(admin.describeTopics(List.of(spec.name()), new DescribeTopicsOptions().timeoutMs(millis()))
                            .allTopicNames());
            return Optional.ofNullable(found.get(spec.name()))
                    .map(topic -> topic.partitions().size());
        } catch (UnknownTopicOrPartitionException e) {
            // That is the answer.
            return Optional.empty();
        }
    }

    /** How many partitions it has now; empty when somebody else was faster. */
    private Optional<Integer> create() {
        CreateTopicsResult result =
                admin.createTopics(List.of(newTopic()), new CreateTopicsOptions().timeoutMs(millis()));
        try {
            await(result.all());
            LOG.info("Created the {}", spec);
            return Optional.of(partitionsOf(result));
        } catch (TopicExistsException e) {
            LOG.debug("The {} was created by somebody else meanwhile", spec);
            return Optional.empty();
        } catch (InvalidReplicationFactorException e) {
            throw refused(
                    e,
                    setting("replication.factor", spec.replicationFactor()) + " to at most the number of"
                            + " brokers, or to -1 for the brokers' own default");
        } catch (InvalidPartitionsException e) {
            throw refused(e, setting("partitions", spec.partitions()) + " to a number the brokers take, or to -1");
        } catch (AuthorizationException e) {
            // To Kafka that is an invalid configuration, too; what is refused to whom the caller tells.
            throw e;
        } catch (InvalidConfigurationException e) {
            throw refused(
                    e,
                    "Correct the settings " + spec.keys() + "* of the topic, which are "
                            + spec.configs().keySet());
        } catch (PolicyViolationException e) {
            throw refused(e, "Create it as the brokers' policy wants it, with cleanup.policy=compact");
        }
    }

    private int partitionsOf(CreateTopicsResult result) {
        if (spec.partitions() != TopicSpec.BROKERS_DEFAULT) {
            return spec.partitions();
        }
        return await(result.numPartitions(spec.name()));
    }

    private NewTopic newTopic() {
        Optional<Integer> partitions =
                spec.partitions() == TopicSpec.BROKERS_DEFAULT ? Optional.empty() : Optional.of(spec.partitions());
        Optional<Short> replicas = spec.replicationFactor() == TopicSpec.BROKERS_DEFAULT
                ? Optional.empty()
                : Optional.of((short) spec.replicationFactor());
        Map<String, String> configs = new HashMap<>(spec.configs());
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        return new NewTopic(spec.name(), partitions, replicas).configs(configs);
    }

    private String setting(String key, int value) {
        return "Set " + spec.keys() + key + ", which is " + value + ",";
    }

    private ConnectEmbeddedException refused(RuntimeException cause, String remedy) {
        return new ConnectEmbeddedException(
                "The " + spec + " could not be created: " + Failures.messageOf(cause) + ". " + remedy, cause);
    }

    private void requireCompaction() {
        String policy = cleanupPolicy();
        if (policy != null && !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new ConnectEmbeddedException("The " + spec + " has cleanup.policy=" + policy
                    + ", by which Kafka would delete what is still needed. Set cleanup.policy=compact on the topic"
                    + " (kafka-configs.sh --alter --entity-type topics --entity-name " + spec.name()
                    + " --add-config cleanup.policy=compact), or choose another topic");
        }
    }

    private @Nullable String cleanupPolicy() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
        try {
            Map<ConfigResource, Config> found =
                    await(admin.describeConfigs(List.of(topic), new DescribeConfigsOptions().timeoutMs(millis()))
                            .all());
            return Optional.ofNullable(found.get(topic))
                    .map(config -> config.get(TopicConfig.CLEANUP_POLICY_CONFIG))
                    .map(ConfigEntry::value)
                    .orElse(null);
        } catch (AuthorizationException | UnsupportedVersionException e) {
            LOG.info(
                    "Whether the {} is compacted cannot be checked ({}); see to it that it has cleanup.policy=compact",
                    spec,
                    Failures.messageOf(e));
            return null;
        }
    }

    private void pause() {
        if (deadline.hasPassed()) {
            throw new org.apache.kafka.common.errors.TimeoutException("The " + spec + " did not appear in time");
        }
        try {
            new CompletableFuture<Void>().get(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The time has passed; nobody completes it.
            return;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private int millis() {
        return (int) Math.max(1, Math.min(deadline.remaining().toMillis(), Integer.MAX_VALUE));
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (Failures.causeOf(e) instanceof RuntimeException known) {
                throw known;
            }
            throw new ConnectException(Failures.causeOf(e));
        }
    }
}
