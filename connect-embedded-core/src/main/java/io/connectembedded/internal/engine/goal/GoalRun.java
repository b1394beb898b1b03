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
package io.connectembedded.internal.engine.goal;

import io.connectembedded.ConnectListener;
import io.connectembedded.RunGoal;
import io.connectembedded.RunSummary;
import io.connectembedded.RunSummary.Outcome;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.engine.control.ConnectorView;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.status.TargetState;
import io.connectembedded.status.TaskId;
import io.connectembedded.status.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bounded run: hears of everything that moves, and looks on the control thread whether the goal is reached. Any
 * thread.
 */
public final class GoalRun implements Condition.Now {
    private static final Logger LOG = LoggerFactory.getLogger(GoalRun.class);
    private static final long NEVER = -1;

    private final RunGoal goal;
    private final Condition condition;
    private final Time time;
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private final Map<String, Ends> ends = new ConcurrentHashMap<>();
    private final Map<TaskId, TaskWatch> tasks = new ConcurrentHashMap<>();
    private final AtomicLong records = new AtomicLong();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final boolean asksForEnds;
    private final boolean looksAtRecords;
    private final long beganMs;
    private volatile long decidingRecords;
    private volatile long runningMs = NEVER;
    private volatile long movedMs;
    private volatile boolean lost; // something FAILED for good
    private volatile @Nullable CommandLoop control;
    private volatile Supplier<Map<String, ConnectorView>> views = Map::of;
    private boolean timed; // control thread: a timer is set

    public GoalRun(RunGoal goal, Time time) {
        this.goal = goal;
        this.time = time;
        this.condition = new Condition(goal);
        this.asksForEnds = condition.has(RunGoal.CaughtUp.class);
        this.looksAtRecords = condition.has(RunGoal.Seen.class);
        this.decidingRecords = condition.leastRecords();
        this.beganMs = time.hiResClockMs();
        this.movedMs = beganMs;
    }

    /** What comes of it; fails with what a predicate threw. */
    public CompletableFuture<Outcome> done() {
        return done;
    }

    /** Hears of failures, and of changes after which the goal may be reached. */
    public ConnectListener listener() {
        return ConnectListener.on(ConnectEvent.class, event -> {
            if (event instanceof ConnectEvent.TaskChanged task) {
                tally(task.task().connector()).failed(task.failure());
                changed();
            } else if (event instanceof ConnectEvent.ConnectorChanged connector) {
                tally(connector.connector()).failed(connector.failure());
                changed();
            }
        });
    }

    /** The worker is RUNNING. */
    public void begin(CommandLoop loop, Supplier<Map<String, ConnectorView>> connectors) {
        views = connectors;
        runningMs = time.hiResClockMs();
        movedMs = runningMs;
        connectors.get().keySet().forEach(this::tally);
        control = loop;
        changed();
    }

    /** A part of this connector FAILED, and nothing brings it back; control thread. */
    public void gaveUp(String connector) {
        lost = true;
        changed();
    }

    /** It ends in this way, unless it has ended before. */
    public void end(Outcome outcome) {
        done.complete(outcome);
    }

    /** The task, watched. */
    public SourceWatch source(TaskId id, SourceTask task, boolean exactlyOnce) {
        SourceWatch watch = new SourceWatch(id, task, this, tally(id.connector()), exactlyOnce);
        tasks.put(id, watch);
        return watch;
    }

    /** Who watches this task and its consumer. */
    public SinkWatch sink(TaskId id, ConnectorConfig config) {
        Ends of = ends.computeIfAbsent(id.connector(), any -> new Ends(config.topics(), config.topicsRegex()));
        SinkWatch watch = new SinkWatch(id, this, tally(id.connector()), of);
        tasks.put(id, watch);
        return watch;
    }

    void ended(TaskId id, TaskWatch watch) {
        if (tasks.remove(id, watch)) {
            changed();
        }
    }

    /** A sink's record that is never put. */
    public void dropped(TaskId sink) {
        tally(sink.connector()).dropped.increment();
        moved();
    }

    private Tally tally(String connector) {
        return tallies.computeIfAbsent(connector, any -> new Tally());
    }

    boolean asksForEnds() {
        return asksForEnds;
    }

    boolean looksAtRecords() {
        return looksAtRecords;
    }

    void endsUnknown(Exception failure) {
        LOG.debug("The end offsets are asked for again: {}", failure.getMessage());
    }

    void moved() {
        movedMs = time.hiResClockMs();
    }

    void delivered(Tally tally, int count) {
        moved();
        tally.records.add(count);
        if (records.addAndGet(count) >= decidingRecords) {
            changed();
        }
    }

    /** Shows a delivered record to the predicates. */
    void seen(ConnectRecord<?> record) {
        if (!looksAtRecords) {
            return;
        }
        try {
            if (condition.see(record)) {
                changed();
            }
        } catch (Throwable t) {
            done.completeExceptionally(t);
        }
    }

    /** Something the goal may depend on; the look at it comes soon, once for many changes. */
    void changed() {
        CommandLoop loop = control;
        if (loop != null && looking.compareAndSet(false, true)) {
            loop.post(this::look);
        }
    }

    private void look() {
        looking.set(false);
        if (done.isDone()) {
            return;
        }
        if (lost) {
            end(Outcome.FAILED);
        } else if (condition.isReached(this)) {
            LOG.info("The run has reached its goal, {}", goal);
            end(Outcome.REACHED);
        } else {
            decidingRecords = condition.leastRecords();
            setTimer();
        }
    }

    private void setTimer() {
        Duration until = condition.untilLook(this);
        CommandLoop loop = control;
        if (timed || until == null || loop == null) {
            return;
        }
        timed = true;
        // A millisecond more: the clock may be read a little early.
        loop.after(until.isNegative() ? Duration.ofMillis(1) : until.plusMillis(1), () -> {
            timed = false;
            look();
        });
    }

    @Override
    public boolean isCaughtUp() {
        for (ConnectorView view : views.get().values()) {
            if (view.status().target() != TargetState.STARTED) {
                continue;
            }
            if (!view.settled()) {
                return false;
            }
            for (TaskStatus task : view.status().tasks()) {
                TaskWatch watch = tasks.get(task.id());
                if (watch == null || !watch.isCaughtUp()) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public Duration quiet() {
        boolean still = tasks.values().stream().allMatch(task -> task.isReady() && !task.isBusy());
        return still ? Duration.ofMillis(time.hiResClockMs() - movedMs) : Duration.ZERO;
    }

    @Override
    public long records() {
        return records.get();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofMillis(time.hiResClockMs() - runningMs);
    }

    /** What a source's store holds, when its tasks have ended. */
    public void stored(String connector, List<ConnectorOffset> offsets) {
        tally(connector).stored(offsets);
    }

    /** When everything has stopped. */
    public RunSummary summary(Outcome outcome) {
        Map<String, RunSummary.Connector> connectors = new ConcurrentHashMap<>();
        tallies.forEach((name, tally) -> connectors.put(name, tally.summary()));
        return new RunSummary(outcome, Duration.ofMillis(time.hiResClockMs() - beganMs), connectors);
    }
}
