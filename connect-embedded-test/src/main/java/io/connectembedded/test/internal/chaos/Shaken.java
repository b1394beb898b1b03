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
package io.connectembedded.test.internal.chaos;

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What chaos needs of the driver. Every list is in an order that depends on nothing but what was done so far. A task
 * that fails within a call throws {@link io.connectembedded.error.ConnectorFailedException} out of it.
 */
public interface Shaken {

    /** Tasks of all source connectors, whether they run or not, in the order of their names and numbers. */
    List<TaskId> sourceTasks();

    /** As {@link #sourceTasks}, of sinks. */
    List<TaskId> sinkTasks();

    /** Whether the task can be polled, put to and committed now: it is RUNNING. */
    boolean runs(TaskId task);

    /** Connectors of which the connector or a task is FAILED. */
    List<String> failed();

    /** Starts what is FAILED of this connector anew. */
    void restartFailed(String connector);

    /** One round of a source task; answers how many records its plug-in returned. */
    int poll(TaskId source);

    /** Topic partitions to which something of this task is in flight. */
    List<TopicPartition> inFlight(TaskId source);

    /** Acknowledges what this task sent first of all that is in flight to this topic partition. */
    void ack(TaskId source, TopicPartition to);

    void ackAll(TaskId source);

    /** Kafka refuses the next record this task sends. */
    void failNextSend(TaskId source, Exception failure);

    /** Whether this source task writes in transactions. */
    boolean isTransactional(TaskId source);

    /** The commit of this task's next transaction fails; {@code done}: only for the task, Kafka makes it. */
    void failNextEnd(TaskId source, RuntimeException failure, boolean done);

    /** One round of a sink task; answers how many records its plug-in took. */
    int put(TaskId sink);

    /** Commits offsets of a task, a source's or a sink's; answers whether there were any. */
    boolean commit(TaskId task);

    /** Kafka refuses the next commit of offsets of this task. */
    void failNextCommit(TaskId sink, Exception failure);

    /** The offset store refuses its next write. */
    void failNextWrite(Exception failure);

    /** All partitions of the topics a sink connector reads. */
    List<TopicPartition> partitions(String sinkConnector);

    /** Those that this task has. */
    List<TopicPartition> assigned(TaskId sink);

    void assign(TaskId sink, Collection<TopicPartition> partitions);

    void revoke(TaskId sink, Collection<TopicPartition> partitions);

    void lose(TaskId sink, Collection<TopicPartition> partitions);

    void pause(String connector);

    void resume(String connector);

    void advance(Duration time);

    void crash();

    void restart();

    /** Takes back every failure that was asked for and has not come. */
    void calm();

    /** Polls, acknowledges, puts and commits until nothing moves; answers how many records moved. */
    int settle();
}
