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
package io.connectembedded.test;

import java.util.Collection;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;

/**
 * A sink task under a {@link ConnectTestDriver}, step by step. The tasks of a connector share all partitions of its
 * topics evenly, as in a group, until the test moves partitions itself; a partition it took away stays with nobody until
 * it is given to a task again.
 */
public interface SinkDriver {

    /**
     * Another task of the same connector.
     *
     * @throws IllegalArgumentException if the connector has no such task
     */
    SinkDriver task(int task);

    /**
     * One round of the task's loop: takes up to {@code max.poll.records} records and puts them, or puts those again that
     * the task asked for again.
     *
     * @return how many records the plug-in was given and took
     * @throws io.connectembedded.error.ConnectorFailedException if the task fails in this round, with the cause
     * @throws IllegalStateException if the task does not run: it is stopped or FAILED
     */
    int put();

    /**
     * Does what the worker does every {@code offset.flush.interval.ms}: asks {@code SinkTask.preCommit} and commits what
     * it answers.
     *
     * @return whether offsets were committed
     */
    boolean commit();

    /**
     * Gives these partitions to the task, at once; takes them from another task of the connector first, as {@link #revoke}
     * does.
     */
    void assign(Collection<TopicPartition> partitions);

    /** Takes these partitions from the task after a last commit: {@code preCommit}, then {@code close}. */
    void revoke(Collection<TopicPartition> partitions);

    /** Takes these partitions from the task without a commit, as when the group has given it up: only {@code close}. */
    void lose(Collection<TopicPartition> partitions);

    /**
     * Kafka refuses the next dead letter of this task; the task fails, for the record would be lost otherwise. All others
     * of a sink are acknowledged at once.
     *
     * @throws IllegalStateException if the task was not started or has no dead letter queue
     */
    void failNextDeadLetter(Exception failure);

    /**
     * Tells where this connector's records arrive: {@code world} answers the values that have arrived so far, in the
     * order of arrival, equal to the values of the records as they were put. From then on {@link DeliveryReport} compares,
     * and what has arrived counts as delivered even if its put failed; without it a sink is judged by what it was given,
     * not by what it made of it.
     *
     * <p>Give records distinct values: of equal ones only the number is compared. The world is one that only grows; what
     * is overwritten or deleted there counts as not arrived. Tombstones, records whose value is null, are not compared:
     * they are delivered when they were put. What a transformation drops, what is given up by
     * {@code errors.tolerance=all} and what the task reports as errant need not arrive. What {@code world} throws ends the step that asked it.
     */
    SinkDriver arrivesIn(Callable<? extends Collection<?>> world);
}
