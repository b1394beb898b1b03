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

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sink task may ask of the runtime; requests are kept here until the loop comes to them. Task thread. */
final class EmbeddedSinkTaskContext implements SinkTaskContext {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSinkTaskContext.class);

    private final Supplier<Map<String, String>> configs;
    private final PluginMetrics pluginMetrics;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> rewinds = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private @Nullable Duration timeout;
    private boolean commitRequested;
    private boolean consumerPaused;

    EmbeddedSinkTaskContext(
            Supplier<Map<String, String>> configs, PluginMetrics pluginMetrics, Consumer<byte[], byte[]> consumer) {
        this.configs = configs;
        this.pluginMetrics = pluginMetrics;
        this.consumer = consumer;
    }

    @Override
    public Map<String, String> configs() {
        // With what config providers give now. A copy: what the task does to its map is its own affair.
        return new HashMap<>(configs.get());
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            if (offset == null) {
                LOG.warn("The task asked to go on from no offset in {}; that is ignored", partition);
            } else {
                rewinds.put(partition, offset);
            }
        });
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        rewinds.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeout = timeoutMs > 0 ? Duration.ofMillis(timeoutMs) : null;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        List<TopicPartition> wanted = assigned(partitions, "pause");
        paused.addAll(wanted);
        if (!consumerPaused) {
            consumer.pause(wanted);
        }
    }

    @Override
    public void resume(TopicPartition... partitions) {
        List<TopicPartition> wanted = assigned(partitions, "resume");
        wanted.forEach(paused::remove);
        if (!consumerPaused) {
            consumer.resume(wanted);
        }
    }

    private List<TopicPartition> assigned(TopicPartition[] partitions, String what) {
        List<TopicPartition> wanted = Arrays.asList(partitions);
        Set<TopicPartition> assignment = consumer.assignment();
        for (TopicPartition partition : wanted) {
            if (!assignment.contains(partition)) {
                throw new IllegalWorkerStateException("SinkTasks may not " + what + " partitions that are not currently"
                        + " assigned to them: " + partition);
            }
        }
        return wanted;
    }

    @Override
    public void requestCommit() {
        commitRequested = true;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return pluginMetrics;
    }

    /** How long the next poll may take: what the task asked for, once, or as usual; never beyond the limit. */
    Duration takeTimeout(Duration usual, Duration limit) {
        Duration taken = peekTimeout(usual, limit, Duration.ZERO);
        timeout = null;
        return taken;
    }

    /** What is left of that which {@link #takeTimeout} would answer, so long after the task asked for it. */
    Duration peekTimeout(Duration usual, Duration limit, Duration passed) {
        Duration asked = timeout == null ? usual : timeout.minus(passed);
        Duration left = asked.isNegative() ? Duration.ZERO : asked;
        return left.compareTo(limit) > 0 ? limit : left;
    }

    boolean takeCommitRequest() {
        boolean requested = commitRequested;
        commitRequested = false;
        return requested;
    }

    /** The positions to go on from, of partitions that are assigned; others wait until they are. */
    Map<TopicPartition, Long> takeRewinds() {
        if (rewinds.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, Long> taken = new HashMap<>(rewinds);
        taken.keySet().retainAll(consumer.assignment());
        rewinds.keySet().removeAll(taken.keySet());
        return taken;
    }

    /** These went to another task: a position asked for them before is an old one. */
    void forget(Collection<TopicPartition> partitions) {
        rewinds.keySet().removeAll(partitions);
    }

    /** All partitions rest, whatever the task asked: the connector is paused, or a batch waits to be put again. */
    void pauseConsumer() {
        consumerPaused = true;
        consumer.pause(consumer.assignment());
    }

    /** All partitions go on but those the task paused. */
    void resumeConsumer() {
        consumerPaused = false;
        paused.retainAll(consumer.assignment());
        Set<TopicPartition> wanted = new HashSet<>(consumer.assignment());
        wanted.removeAll(paused);
        consumer.resume(wanted);
    }

    /** After a rebalance: the pauses that still hold, on what is assigned now. */
    void reapplyPauses() {
        paused.retainAll(consumer.assignment());
        consumer.pause(consumerPaused ? consumer.assignment() : paused);
    }
}
