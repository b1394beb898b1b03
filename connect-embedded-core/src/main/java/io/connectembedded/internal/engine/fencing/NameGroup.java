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
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.Refusals;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer group whose member has a worker's name.
 *
 * @param topic which it subscribes to, and of which it reads nothing; where there is none it looks for none
 */
public record NameGroup(
        String worker, Map<String, Object> admin, Map<String, Object> consumer, Optional<String> topic) {

    /** The shortest that brokers allow if nobody has told them otherwise. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Pattern NO_TOPIC = Pattern.compile("(?!)");

    String id() {
        return "connect-embedded-" + worker;
    }

    /** This process, for whoever looks at the group. */
    private String clientId() {
        return id() + "@" + host() + "/" + ProcessHandle.current().pid();
    }

    /** This process, for people. */
    public static String here(String worker) {
        return "worker " + worker + " on " + host() + " (process "
                + ProcessHandle.current().pid() + ")";
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A host may have no name; the brokers know its address.
            return "localhost";
        }
    }

    /** How the answer of the brokers is waited for: whether it came. */
    @FunctionalInterface
    interface Wait {
        boolean until(Future<?> answer) throws InterruptedException;
    }

    /** Those that are in the group now, for people; empty when there are none. */
    String members(Duration limit, Wait wait) throws InterruptedException {
        int millis = (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
        Map<String, Object> settings = settings(admin);
        Refusals refusals = Refusals.of("the worker", settings);
        Admin asking = refusals.made(() -> Admin.create(settings));
        try {
            KafkaFuture<ConsumerGroupDescription> answer = Objects.requireNonNull(
                    asking.describeConsumerGroups(List.of(id()), new DescribeConsumerGroupsOptions().timeoutMs(millis))
                            .describedGroups()
                            .get(id()));
            if (!wait.until(answer)) {
                throw new TimeoutException("the brokers have not answered in time");
            }
            Collection<MemberDescription> members = answer.get().members();
            return members.stream()
                    .map(member -> member.clientId() + " at " + member.host())
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return "";
            }
            throw failed(e, refusals);
        } catch (TimeoutException e) {
            throw new NameSearchException(told(e, refusals), e);
        } finally {
            asking.close(Duration.ZERO);
        }
    }

    private NameSearchException failed(ExecutionException failure, Refusals refusals) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new NameSearchException(told(cause, refusals), cause);
    }

    private String told(Throwable cause, Refusals refusals) {
        return "Whether another worker has the name " + worker + " could not be found out: "
                + refusals.told(cause, new Asked("", List.of("Read"), "Describe", false));
    }

    /** As {@link NameSearchException} tells it. */
    String told(Throwable cause) {
        return told(cause, Refusals.of("the worker", settings(consumer)));
    }

    /** The worker cannot know whether it is alone. */
    static final class NameSearchException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NameSearchException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** In no group yet. */
    Consumer<byte[], byte[]> newConsumer(NameAssignor.Seat seat) {
        Map<String, Object> settings = settings(consumer);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(SESSION.toMillis()));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Long.toString(HEARTBEAT.toMillis()));
        // How long others wait for this one in a rebalance; it is always in poll().
        settings.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Long.toString(SESSION.multipliedBy(2).toMillis()));
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(NameAssignor.class));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(NameAssignor.SEAT, seat);
        return Refusals.of("the worker", settings)
                .made(() -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    void subscribe(Consumer<byte[], byte[]> member) {
        topic.ifPresentOrElse(
                name -> member.subscribe(List.of(name), new Unread(member)), () -> member.subscribe(NO_TOPIC));
    }

    /** Whoever has the name has a partition, too, and leaves it alone. */
    private record Unread(Consumer<byte[], byte[]> member) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            member.pause(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Nothing of it was read.
        }
    }

    private Map<String, Object> settings(Map<String, Object> given) {
        Map<String, Object> settings = new HashMap<>(given);
        settings.keySet()
                .removeAll(List.of(
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                        ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, id());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId());
        return settings;
    }
}
