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

import io.connectembedded.ConnectorHandle;
import io.connectembedded.RestartScope;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.ConnectorType;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.chaos.Shaken;
import io.connectembedded.test.internal.kafka.DriverProducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The driver as chaos moves it. */
final class ShakenDriver implements Shaken {

    private final HandDriver driver;
    private final Steps steps;
    private final DriverSurroundings around;

    ShakenDriver(HandDriver driver, Steps steps, DriverSurroundings around) {
        this.driver = driver;
        this.steps = steps;
        this.around = around;
    }

    @Override
    public List<TaskId> sourceTasks() {
        return steps.tasks(ConnectorType.SOURCE);
    }

    @Override
    public List<TaskId> sinkTasks() {
        return steps.tasks(ConnectorType.SINK);
    }

    @Override
    public boolean runs(TaskId task) {
        return steps.makesRounds(task);
    }

    @Override
    public List<String> failed() {
        return driver.worker().connectors().all().stream()
                .filter(connector -> connector.status().hasFailed())
                .map(ConnectorHandle::name)
                .toList();
    }

    @Override
    public void restartFailed(String connector) {
        restarted(driver.worker().connector(connector).restart(RestartScope.FAILED));
    }

    /** What fails again is FAILED, and seen so. */
    private void restarted(Completion<ConnectorStatus> restart) {
        try {
            restart.await();
        } catch (ConnectorFailedException e) {
            throw e;
        } finally {
            driver.worker();
        }
    }

    @Override
    public int poll(TaskId source) {
        return steps.poll(source).size();
    }

    @Override
    public List<TopicPartition> inFlight(TaskId source) {
        return around.producers(source).map(TaskProducers::inFlightPartitions).orElse(List.of());
    }

    @Override
    public void ack(TaskId source, TopicPartition to) {
        around.producers(source).ifPresent(producers -> producers.ackPartition(to));
    }

    @Override
    public void ackAll(TaskId source) {
        around.producers(source).ifPresent(producers -> producers.ack(producers.inFlight()));
    }

    @Override
    public void failNextSend(TaskId source, Exception failure) {
        around.producers(source).flatMap(TaskProducers::records).ifPresent(producer -> producer.failNextSend(failure));
    }

    @Override
    public boolean isTransactional(TaskId source) {
        return around.producers(source)
                .flatMap(TaskProducers::records)
                .filter(DriverProducer::isTransactional)
                .isPresent();
    }

    @Override
    public void failNextEnd(TaskId source, RuntimeException failure, boolean done) {
        around.producers(source)
                .flatMap(TaskProducers::records)
                .ifPresent(producer -> producer.failNextCommit(failure, done));
    }

    @Override
    public int put(TaskId sink) {
        return steps.put(sink);
    }

    @Override
    public boolean commit(TaskId task) {
        return steps.commit(task);
    }

    @Override
    public void failNextCommit(TaskId sink, Exception failure) {
        around.consumer(sink).ifPresent(consumer -> consumer.failNextCommit(new KafkaException(failure)));
    }

    @Override
    public void failNextWrite(Exception failure) {
        around.failNextWrite(failure);
    }

    @Override
    public List<TopicPartition> partitions(String sinkConnector) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : around.kafka.topicNames()) {
            if (reads(sinkConnector, topic)) {
                for (int partition = 0; partition < around.kafka.partitions(topic); partition++) {
                    all.add(new TopicPartition(topic, partition));
                }
            }
        }
        return all;
    }

    private boolean reads(String sinkConnector, String topic) {
        Map<String, String> config =
                driver.worker().connector(sinkConnector).spec().config();
        String names = config.get("topics");
        return names != null
                ? List.of(names.split("\\s*,\\s*")).contains(topic)
                : topic.matches(config.getOrDefault("topics.regex", ""));
    }

    @Override
    public List<TopicPartition> assigned(TaskId sink) {
        return around.consumer(sink).stream()
                .flatMap(consumer -> consumer.assignment().stream())
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
    }

    @Override
    public void assign(TaskId sink, Collection<TopicPartition> partitions) {
        new HandSinkDriver(sink, steps, around).assign(partitions);
    }

    @Override
    public void revoke(TaskId sink, Collection<TopicPartition> partitions) {
        new HandSinkDriver(sink, steps, around).revoke(partitions);
    }

    @Override
    public void lose(TaskId sink, Collection<TopicPartition> partitions) {
        new HandSinkDriver(sink, steps, around).lose(partitions);
    }

    @Override
    public void pause(String connector) {
        driver.worker().connector(connector).pause().await();
    }

    @Override
    public void resume(String connector) {
        driver.worker().connector(connector).resume().await();
    }

    @Override
    public void advance(Duration time) {
        driver.advance(time);
    }

    @Override
    public void crash() {
        driver.crash();
    }

    @Override
    public void restart() {
        driver.restart();
    }

    @Override
    public void calm() {
        around.calm();
    }

    @Override
    public int settle() {
        return driver.settle();
    }
}
