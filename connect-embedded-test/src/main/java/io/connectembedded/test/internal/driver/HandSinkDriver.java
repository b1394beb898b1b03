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
package io.connectembedded.test.internal.driver;

import io.connectembedded.status.TaskId;
import io.connectembedded.test.SinkDriver;
import io.connectembedded.test.internal.kafka.DriverConsumer;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;

/** One sink task. */
record HandSinkDriver(TaskId id, Steps steps, DriverSurroundings around) implements SinkDriver {

    @Override
    public SinkDriver task(int task) {
        return new HandSinkDriver(TaskIds.of(steps.worker(), id.connector(), task), steps, around);
    }

    @Override
    public int put() {
        return steps.put(id);
    }

    @Override
    public boolean commit() {
        return steps.commit(id);
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        consumer().give(partitions);
        steps.rebalance(id.connector());
    }

    @Override
    public void revoke(Collection<TopicPartition> partitions) {
        consumer().revoke(partitions);
        steps.rebalance(id.connector());
    }

    @Override
    public void lose(Collection<TopicPartition> partitions) {
        consumer().lose(partitions);
        steps.rebalance(id.connector());
    }

    @Override
    public void failNextDeadLetter(Exception failure) {
        Objects.requireNonNull(failure, "failure");
        around.producers(id)
                .flatMap(TaskProducers::letters)
                .orElseThrow(() -> TaskProducers.noLetters(id))
                .failNextSend(failure);
    }

    @Override
    public SinkDriver arrivesIn(Callable<? extends Collection<?>> world) {
        Objects.requireNonNull(world, "world");
        around.ledger.arrivesIn(id.connector(), () -> seen(world));
        return this;
    }

    private Collection<?> seen(Callable<? extends Collection<?>> world) {
        try {
            return world.call();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "What arrived from connector " + id.connector() + " cannot be looked at: " + e, e);
        }
    }

    private DriverConsumer consumer() {
        return around.consumer(id)
                .orElseThrow(() -> new IllegalStateException("Task " + id + " was not started, so it has no consumer: "
                        + steps.worker().connector(id.connector()).status()));
    }
}
