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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.driver.HandConverters;
import io.connectembedded.driver.HandDrivenWorker;
import io.connectembedded.status.ConnectorType;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.DeliveryReport;
import io.connectembedded.test.SinkDriver;
import io.connectembedded.test.SourceDriver;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.internal.chaos.ChaosRun;
import io.connectembedded.test.internal.junit.OpenDrivers;
import io.connectembedded.test.internal.junit.RememberingBuilder;
import io.connectembedded.test.internal.kafka.topic.DriverTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;

/** Assembles the driver: fake clients, a still clock, the ledger, and a worker on them. */
public final class HandDriver implements ConnectTestDriver {

    private static final int STEPS = 100;

    private final DriverSurroundings around;
    private final HandDrivenWorker hand;
    private final Steps steps;
    private final HandConverters converters;
    private final OpenDrivers.Entry open;
    private Map<String, ConnectorSpec> declared = Map.of();
    private boolean closed;

    private HandDriver(ConnectWorker.Builder builder) {
        this.around = new DriverSurroundings();
        this.hand = HandDrivenWorker.create(builder, around);
        this.steps = new Steps(hand, around);
        this.converters = hand.converters();
        this.open = OpenDrivers.enter();
    }

    public static ConnectTestDriver of(ConnectWorker.Builder worker) {
        Objects.requireNonNull(worker, "worker");
        HandDriver driver = new HandDriver(worker instanceof RememberingBuilder given ? given.plain() : worker);
        try {
            driver.start();
            driver.declared = driver.specs();
            return driver;
        } catch (Throwable t) {
            // Nobody else can.
            driver.closeAfter(t);
            throw t;
        }
    }

    public static ConnectTestDriver of(ConnectorSpec... connectors) {
        return of(ConnectWorker.builder().connectors(List.of(connectors)));
    }

    private void start() {
        try {
            hand.worker().start();
        } finally {
            hand.runPending();
        }
    }

    private Map<String, ConnectorSpec> specs() {
        Map<String, ConnectorSpec> specs = new TreeMap<>();
        worker().connectors().all().forEach(connector -> specs.put(connector.name(), connector.spec()));
        return specs;
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The driver is closed; make another one with ConnectTestDriver.of(…)");
        }
    }

    @Override
    public SourceDriver source(String connector) {
        requireOpen();
        return new HandSourceDriver(TaskIds.first(worker(), connector, ConnectorType.SOURCE), steps, around);
    }

    @Override
    public SinkDriver sink(String connector) {
        requireOpen();
        return new HandSinkDriver(TaskIds.first(worker(), connector, ConnectorType.SINK), steps, around);
    }

    @Override
    public TestTopic<Object, Object> topic(String name) {
        requireOpen();
        return DriverTopic.connectData(
                Objects.requireNonNull(name, "name"),
                around.kafka,
                converters.key(),
                converters.value(),
                converters.header());
    }

    @Override
    public TestTopic<Object, Object> topic(String name, int partitions) {
        requireOpen();
        around.kafka.createTopic(name, partitions);
        return topic(name);
    }

    @Override
    public Map<String, NewTopic> createdTopics() {
        requireOpen();
        return around.createdTopics();
    }

    @Override
    public int settle() {
        requireOpen();
        return steps.settle();
    }

    @Override
    public Instant now() {
        requireOpen();
        return around.clock.now();
    }

    @Override
    public void advance(Duration time) {
        requireOpen();
        steps.advance(time);
    }

    @Override
    public void crash() {
        requireOpen();
        around.kill();
        hand.crash();
        start();
    }

    @Override
    public void restart() {
        requireOpen();
        worker().stop();
        start();
    }

    @Override
    public DeliveryReport chaos(long seed) {
        return chaos(seed, STEPS);
    }

    @Override
    public DeliveryReport chaos(long seed, int count) {
        requireOpen();
        refuseWhatACrashForgets();
        ChaosRun run = new ChaosRun(new ShakenDriver(this, steps, around), seed, count);
        run.run();
        return around.ledger.report(run.story());
    }

    private void refuseWhatACrashForgets() {
        List<String> forgotten = specs().entrySet().stream()
                .filter(entry -> !declared.entrySet().contains(entry))
                .map(Map.Entry::getKey)
                .toList();
        if (!forgotten.isEmpty()) {
            throw new IllegalStateException(
                    "chaos(…) crashes the worker, and a crash forgets connectors made or changed" + " at run time: "
                            + forgotten + "; give them, as they shall be, to ConnectTestDriver.of(…)");
        }
    }

    @Override
    public ConnectWorker worker() {
        hand.runPending();
        return hand.worker();
    }

    @Override
    public DeliveryReport delivery() {
        requireOpen();
        return around.ledger.report("");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            open.leave();
            closeAll();
        }
    }

    private void closeAll() {
        try {
            hand.worker().close();
        } finally {
            try {
                around.stopKilled();
            } finally {
                converters.close();
            }
        }
    }
}
