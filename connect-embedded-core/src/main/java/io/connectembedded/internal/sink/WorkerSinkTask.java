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

import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.metrics.SinkMeters;
import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The body of a sink task: its start and end. What it does in between, and the way of a batch, is {@link SinkLoop}. */
public final class WorkerSinkTask implements TaskBody {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSinkTask.class);

    /** What was to be committed is; that the group answers to the leave is worth no longer wait. */
    private static final Duration LEAVING = Duration.ofMillis(300);

    private final SinkTaskParts parts;
    private final SinkTask task;
    private final SinkMeters meters;
    private volatile @Nullable SinkLoop loop;
    private boolean pluginTouched;
    private volatile boolean cancelled;
    private long roundMs; // when the last round ended
    private @Nullable String ownStage = "create"; // outside of the loop; another thread may read an old one

    public WorkerSinkTask(SinkTaskParts parts) {
        this.parts = parts;
        this.task = parts.plugin().task();
        this.meters = parts.meters();
    }

    @Override
    public String stage() {
        SinkLoop running = loop;
        String within = running == null ? null : running.within();
        if (within != null) {
            return within;
        }
        String own = ownStage;
        return own != null || running == null ? String.valueOf(own) : running.stage();
    }

    @Override
    public void start() {
        ownStage = "start";
        Consumer<byte[], byte[]> consumer = parts.kafka().consumer().get();
        SinkLoop made = new SinkLoop(parts, consumer);
        loop = made;
        if (cancelled) {
            made.cancel();
        }
        subscribe(consumer, made.rebalance());
        pluginTouched = true;
        task.initialize(made.context());
        task.start(new HashMap<>(parts.plugin().config().get()));
        roundMs = parts.time().hiResClockMs();
        ownStage = null;
    }

    private void subscribe(Consumer<byte[], byte[]> consumer, SinkRebalance rebalance) {
        SinkTaskParts.Topics topics = parts.topics();
        if (topics.names().isEmpty()) {
            consumer.subscribe(Pattern.compile(topics.regex()), rebalance);
        } else {
            consumer.subscribe(topics.names(), rebalance);
        }
    }

    private SinkLoop loop() {
        SinkLoop started = loop;
        if (started == null) {
            throw new IllegalStateException("Task " + parts.id() + " was not started");
        }
        return started;
    }

    @Override
    public void iterate() throws InterruptedException {
        loop().iterate();
        roundMs = parts.time().hiResClockMs();
    }

    @Override
    public void commit() throws InterruptedException {
        loop().commit();
    }

    @Override
    public Duration untilRound() {
        return loop().untilRound(Duration.ofMillis(parts.time().hiResClockMs() - roundMs));
    }

    @Override
    public boolean iteratesWhilePaused() {
        return true;
    }

    @Override
    public void pause() {
        loop().pause();
    }

    @Override
    public void resume() {
        loop().resume();
    }

    @Override
    public void wakeUp() {
        SinkLoop running = loop;
        if (running != null) {
            running.consumer().wakeup();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        parts.steps().errors().abandon();
        SinkLoop l = loop;
        if (l == null) {
            return;
        }
        l.cancel();
        try {
            // Leaves the group at once, so that the partitions go to others; nothing is committed any more.
            l.consumer().close(CloseOptions.timeout(Duration.ofMillis(500)));
        } catch (ConcurrentModificationException e) {
            LOG.warn("The consumer of abandoned task {} is in use and leaves its group later", parts.id());
        }
    }

    @Override
    public void stateChanged(TaskState to) {
        meters.task().stateChanged(to);
    }

    @Override
    public TaskMetrics metrics(Instant now) {
        return meters.view(now);
    }

    @Override
    public void removeMetrics() {
        meters.close();
    }

    @Override
    public void finish(boolean failed, Deadline deadline) {
        SinkLoop l = loop;
        if (l == null) {
            return;
        }
        l.rebalance().ended();
        if (!pluginTouched || cancelled) {
            return;
        }
        ownStage = "commit";
        Set<TopicPartition> assigned = l.consumer().assignment();
        if (!assigned.isEmpty()) {
            // Done before the interrupt that comes after half of the grace, if nothing took time before.
            Duration least = deadline.leaving(0.6).atMost(parts.commits().limit());
            Deadline limit = Deadline.after(parts.time(), least);
            new Closing(LOG, parts.plugin().failures()).step("committing the last offsets", () -> {
                l.rebalance().rewind();
                l.committer().commitAndClose(assigned, limit);
            });
        }
        meters.partitions(0);
    }

    @Override
    public void close(Deadline deadline) {
        ownStage = "stop";
        Closing closing = new Closing(LOG, parts.plugin().failures());
        if (pluginTouched) {
            closing.step("stopping the task", task::stop);
        }
        ownStage = "close";
        SinkLoop l = loop;
        if (l != null) {
            l.context().ended();
            closing.step(
                    "closing the consumer",
                    () -> l.consumer()
                            .close(CloseOptions.timeout(deadline.leaving(0.3).atMost(LEAVING))));
        }
        closing.step("closing the transformations", parts.steps().transforms()::close);
        closing.step("closing the error handling", () -> parts.steps().errors().close(deadline));
        closing.step("closing the converters", parts.steps().converters()::close);
        closing.step("removing the task's metrics", parts.plugin().meters()::close);
    }
}
