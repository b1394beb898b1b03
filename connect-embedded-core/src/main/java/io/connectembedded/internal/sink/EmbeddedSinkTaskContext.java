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
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.runtime.WorkerSinkTaskContext;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sink task may ask of the runtime; requests are kept here until the loop comes to them. Task thread; from other
 * threads, and once the task has ended, what would touch the consumer is refused.
 */
final class EmbeddedSinkTaskContext extends WorkerSinkTaskContext {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSinkTaskContext.class);

    private final SinkTaskParts.Plugin plugin;
    private final Consumer<byte[], byte[]> consumer;
    private final @Nullable ErrantRecordReporter reporter;
    private final Map<TopicPartition, Long> rewinds = new ConcurrentHashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private volatile @Nullable Duration timeout;
    private volatile boolean commitRequested;
    private volatile boolean ended;
    private boolean consumerPaused;

    EmbeddedSinkTaskContext(
            SinkTaskParts.Plugin plugin, Consumer<byte[], byte[]> consumer, @Nullable ErrantRecordReporter reporter) {
        super(consumer, null, null);
        this.plugin = plugin;
        this.consumer = consumer;
        this.reporter = reporter;
    }

    /** Nothing that is asked from now on can be done. */
    void ended() {
        ended = true;
    }

    @Override
    public Map<String, String> configs() {
        // With what config providers give now. A copy: what the task does to its map is its own affair.
        return new HashMap<>(plugin.config().get());
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        checkRunning("reset its offsets");
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
        checkRunning("reset its offsets");
        rewinds.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        checkRunning("ask for a timeout");
        timeout = timeoutMs > 0 ? Duration.ofMillis(timeoutMs) : null;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return onTaskThread("ask for its partitions", consumer::assignment);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        onTaskThread("pause partitions", () -> {
            List<TopicPartition> wanted = assigned(partitions, "pause");
            paused.addAll(wanted);
            if (!consumerPaused) {
                consumer.pause(wanted);
            }
            return wanted;
        });
    }

    @Override
    public void resume(TopicPartition... partitions) {
        onTaskThread("resume partitions", () -> {
            List<TopicPartition> wanted = assigned(partitions, "resume");
            wanted.forEach(paused::remove);
            if (!consumerPaused) {
                consumer.resume(wanted);
            }
            return wanted;
        });
    }

    private <T> T onTaskThread(String what, Supplier<T> call) {
        checkRunning(what);
        try {
            return call.get();
        } catch (ConcurrentModificationException e) {
            throw new IllegalWorkerStateException(
                    "A sink task may " + what + " from the thread alone that calls its methods", e);
        }
    }

    private void checkRunning(String what) {
        if (ended) {
            throw new IllegalWorkerStateException("A sink task may not " + what + " any more once it has ended");
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
        checkRunning("request a commit");
        commitRequested = true;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return plugin.meters();
    }

    @Override
    public String toString() {
        // Connect's own class of the name above would ask the task it has not got.
        return "The context of a " + plugin.task().getClass().getName();
    }

    /** How long the next poll may take: what the task asked for, once, or as usual; never beyond the limit. */
    Duration takeTimeout(Duration usual, Duration limit) {
        Duration taken = peekTimeout(usual, limit, Duration.ZERO);
        timeout = null;
        return taken;
    }

    /** What is left of that which {@link #takeTimeout} would answer, so long after the task asked for it. */
    Duration peekTimeout(Duration usual, Duration limit, Duration passed) {
        Duration wanted = timeout;
        Duration asked = wanted == null ? usual : wanted.minus(passed);
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
        // One that another thread asks for meanwhile stays.
        taken.forEach(rewinds::remove);
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
