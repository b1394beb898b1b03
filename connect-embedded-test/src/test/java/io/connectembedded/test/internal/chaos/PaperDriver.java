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

import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** A driver that only writes down what it is told, of one source with a task and one sink with two. */
final class PaperDriver implements Shaken {

    static final TaskId SOURCE = new TaskId("lines", 0);
    static final List<TaskId> SINKS = List.of(new TaskId("out", 0), new TaskId("out", 1));
    static final TopicPartition FIRST = new TopicPartition("t", 0);
    static final TopicPartition SECOND = new TopicPartition("t", 1);

    final List<String> calls = new ArrayList<>();
    final Set<String> failed = new TreeSet<>();
    final List<TopicPartition> free = new ArrayList<>();
    int failuresLeft;
    RuntimeException settleFails;

    private String told(String call) {
        calls.add(call);
        return call;
    }

    @Override
    public List<TaskId> sourceTasks() {
        return List.of(SOURCE);
    }

    @Override
    public List<TaskId> sinkTasks() {
        return SINKS;
    }

    @Override
    public boolean runs(TaskId task) {
        return !failed.contains(task.connector());
    }

    @Override
    public List<String> failed() {
        return List.copyOf(failed);
    }

    @Override
    public void restartFailed(String connector) {
        told("restartFailed " + connector);
        failed.remove(connector);
    }

    @Override
    public int poll(TaskId source) {
        told("poll " + source);
        if (failuresLeft > 0) {
            failuresLeft--;
            failed.add(source.connector());
            throw new ConnectorFailedException("Task lines-0 failed in poll", null);
        }
        return 3;
    }

    @Override
    public List<TopicPartition> inFlight(TaskId source) {
        return List.of(FIRST, SECOND);
    }

    @Override
    public void ack(TaskId source, TopicPartition to) {
        told("ack " + to);
    }

    @Override
    public void ackAll(TaskId source) {
        told("ackAll");
    }

    @Override
    public void failNextSend(TaskId source, Exception failure) {
        told("failNextSend");
    }

    @Override
    public boolean isTransactional(TaskId source) {
        return false;
    }

    @Override
    public void failNextEnd(TaskId source, RuntimeException failure, boolean done) {
        throw new IllegalStateException("no task here is transactional");
    }

    @Override
    public int put(TaskId sink) {
        told("put " + sink);
        return 2;
    }

    @Override
    public boolean commit(TaskId task) {
        return told("commit " + task).endsWith("0");
    }

    @Override
    public void failNextCommit(TaskId sink, Exception failure) {
        told("failNextCommit");
    }

    @Override
    public void failNextWrite(Exception failure) {
        told("failNextWrite");
    }

    @Override
    public List<TopicPartition> partitions(String sinkConnector) {
        return List.of(FIRST, SECOND);
    }

    @Override
    public List<TopicPartition> assigned(TaskId sink) {
        List<TopicPartition> all = new ArrayList<>(partitions(sink.connector()));
        all.removeAll(free);
        return sink.task() == 0 ? all : List.of();
    }

    @Override
    public void assign(TaskId sink, Collection<TopicPartition> partitions) {
        told("assign " + partitions + " to " + sink);
        free.removeAll(partitions);
    }

    @Override
    public void revoke(TaskId sink, Collection<TopicPartition> partitions) {
        told("revoke " + partitions);
        free.addAll(partitions);
    }

    @Override
    public void lose(TaskId sink, Collection<TopicPartition> partitions) {
        told("lose " + partitions);
        free.addAll(partitions);
    }

    @Override
    public void pause(String connector) {
        told("pause");
    }

    @Override
    public void resume(String connector) {
        told("resume " + connector);
    }

    @Override
    public void advance(Duration time) {
        told("advance");
    }

    @Override
    public void crash() {
        told("crash");
    }

    @Override
    public void restart() {
        told("restart");
    }

    @Override
    public void calm() {
        told("calm");
    }

    @Override
    public int settle() {
        told("settle");
        if (settleFails != null) {
            throw settleFails;
        }
        if (failuresLeft > 0) {
            poll(SOURCE);
        }
        return 0;
    }
}
