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
package io.connectembedded.driver;

import io.connectembedded.ConnectWorker;
import io.connectembedded.JsonConverter;
import io.connectembedded.internal.engine.WorkerBuilder;
import io.connectembedded.internal.engine.WorkerFactory;
import io.connectembedded.internal.lifecycle.TaskBody;
import io.connectembedded.internal.lifecycle.TaskRunner;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Set;

/**
 * A worker without threads: the assembly of production, done on the caller's thread. Every operation of the worker that
 * answers at once is gone on with by {@link #runPending()}; one that is awaited does by itself what it waits for. Rounds
 * of tasks are made only by {@link #iterate}. For one thread.
 */
public final class HandDrivenWorker {

    private final HandFoundation foundation;
    private final WorkerFactory workers;
    private ConnectWorker worker;

    private HandDrivenWorker(HandFoundation foundation, WorkerFactory workers) {
        this.foundation = foundation;
        this.workers = workers;
        this.worker = workers.create();
    }

    /**
     * A worker of this builder, not started, with a converter that loses nothing and offsets in memory where the builder
     * names none.
     *
     * @throws IllegalArgumentException if the builder is not this library's own
     */
    public static HandDrivenWorker create(ConnectWorker.Builder builder, Surroundings surroundings) {
        if (!(builder instanceof WorkerBuilder own)) {
            throw new IllegalArgumentException("A " + builder.getClass().getName()
                    + " cannot be driven by hand; give a builder of ConnectWorker.builder()");
        }
        WorkerBuilder copy = own.copy();
        if (!copy.has("bootstrap.servers")) {
            copy.bootstrapServers("driver:9092");
        }
        if (!copy.has("key.converter")) {
            copy.keyConverter(JsonConverter.withSchemas());
        }
        if (!copy.has("value.converter")) {
            copy.valueConverter(JsonConverter.withSchemas());
        }
        if (!copy.hasOffsetStore()) {
            copy.offsetStore(OffsetStore.memory());
        }
        HandFoundation foundation = new HandFoundation(surroundings);
        return new HandDrivenWorker(foundation, copy.on(foundation));
    }

    /** The worker's own converters, made for the caller, who closes them. */
    public HandConverters converters() {
        TaskConverters made = workers.converters();
        return new HandConverters(made.key(), made.value(), made.header(), made::close);
    }

    /** Another one after {@link #crash()}. */
    public ConnectWorker worker() {
        return worker;
    }

    /** Does what control, connectors, events and due timers have to do, until nothing is left; whether there was any. */
    public boolean runPending() {
        return foundation.execution().runPending();
    }

    /** The tasks that have not ended. */
    public Set<TaskId> tasks() {
        return foundation.execution().tasks().keySet();
    }

    /** Whether this task's loop makes rounds now: it runs, or is a paused sink. */
    public boolean makesRounds(TaskId id) {
        TaskRunner task = foundation.execution().tasks().get(id);
        return task != null && task.makesRounds();
    }

    /** One round of a task's loop, and what comes of it; whether the task is still there after it. */
    public boolean iterate(TaskId id) {
        return step(id, TaskBody::iterate);
    }

    /** A commit of a task's offsets, as when it is time, and what comes of it; whether the task is still there after it. */
    public boolean commit(TaskId id) {
        return step(id, TaskBody::commit);
    }

    private boolean step(TaskId id, TaskRunner.Step step) {
        TaskRunner task = foundation.execution().tasks().get(id);
        if (task == null) {
            return false;
        }
        foundation.execution().byHand(task, step);
        runPending();
        return !task.isOver();
    }

    /** How long until the worker has something to do by the clock, apart from rounds of tasks; a day when nothing is. */
    public Duration untilTimer() {
        return foundation.execution().untilTimer();
    }

    /** How long until a task wants a round by the clock; a day when it does not. */
    public Duration untilRound(TaskId id) {
        TaskRunner task = foundation.execution().tasks().get(id);
        TaskBody body = task == null || !task.makesRounds() ? null : task.body();
        return body == null ? Duration.ofDays(1) : body.untilRound();
    }

    /** Forgets the worker and all it did; makes another one like it, not started. */
    public void crash() {
        foundation.forget();
        worker = workers.create();
    }
}
