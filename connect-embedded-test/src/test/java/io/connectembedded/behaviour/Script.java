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
package io.connectembedded.behaviour;

import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What a scripted connector does and what was asked of it. The connector finds its script by a value in its config;
 * whoever opens a script closes it, which also ends whatever blocks in it.
 */
final class Script implements AutoCloseable {

    static final String KEY = "script";
    private static final ConcurrentMap<String, Script> OPEN = new ConcurrentHashMap<>();

    /** One call of a plug-in method: "task.put", by which thread, with what. */
    record Call(String method, String thread, Object argument) {}

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final String id = UUID.randomUUID().toString();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Step>> once = new ConcurrentHashMap<>();
    private final Map<String, Step> always = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    final LinkedBlockingQueue<List<SourceRecord>> polls = new LinkedBlockingQueue<>();
    final List<SinkRecord> put = new CopyOnWriteArrayList<>();
    volatile SinkTaskContext sinkContext;
    volatile ConnectorContext connectorContext;
    volatile Map<String, String> connectorConfig = Map.of();
    volatile Function<Integer, List<Map<String, String>>> taskConfigs = this::equalTasks;
    volatile Function<Map<TopicPartition, OffsetAndMetadata>, Map<TopicPartition, OffsetAndMetadata>> preCommit =
            Function.identity();

    private final long pollMs;

    private Script(long pollMs) {
        this.pollMs = pollMs;
    }

    /** For a worker with threads: a poll waits a little for records. */
    static Script open() {
        return open(20);
    }

    /** For a driver, where nothing comes while a poll waits. */
    static Script byHand() {
        return open(0);
    }

    private static Script open(long pollMs) {
        Script script = new Script(pollMs);
        OPEN.put(script.id, script);
        return script;
    }

    static Script of(Map<String, String> config) {
        return OPEN.get(config.get(KEY));
    }

    ConnectorSpec source(String name) {
        return ConnectorSpec.source(name, ScriptSource.class).with(KEY, id);
    }

    ConnectorSpec sink(String name) {
        return ConnectorSpec.sink(name, ScriptSink.class).with(KEY, id);
    }

    List<Map<String, String>> equalTasks(int count) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            configs.add(Map.of(KEY, id, "number", Integer.toString(i)));
        }
        return configs;
    }

    // ---- what the plug-in is to do
    // ------------------------------------------------------------------------------------

    Script once(String method, Step step) {
        once.computeIfAbsent(method, any -> new ConcurrentLinkedQueue<>()).add(step);
        return this;
    }

    Script always(String method, Step step) {
        always.put(method, step);
        return this;
    }

    Script never(String method) {
        always.remove(method);
        return this;
    }

    Script failIn(String method, Throwable failure) {
        return once(method, () -> raise(failure));
    }

    Script failAlwaysIn(String method, Throwable failure) {
        return always(method, () -> raise(failure));
    }

    /** Blocks until the script is closed, whoever interrupts. */
    Script hangIn(String method) {
        return once(method, this::hang);
    }

    /** Blocks until somebody interrupts. */
    Script waitIn(String method) {
        return once(method, closed::await);
    }

    void hang() {
        boolean interrupted = false;
        while (true) {
            try {
                closed.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void raise(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (Exception) failure;
    }

    void emit(SourceRecord... records) {
        polls.add(List.of(records));
    }

    /** A record of source partition {@code {"p": partition}} at offset {@code {"o": offset}}. */
    static SourceRecord record(String topic, String partition, long offset) {
        return new SourceRecord(
                Map.of("p", partition), Map.of("o", offset), topic, Schema.STRING_SCHEMA, partition + "-" + offset);
    }

    // ---- what was asked of it
    // -----------------------------------------------------------------------------------------

    void called(String method, Object argument) {
        calls.add(new Call(method, Thread.currentThread().getName(), argument));
        Queue<Step> steps = once.get(method);
        Step step = steps == null ? null : steps.poll();
        Step next = step != null ? step : always.get(method);
        try {
            if (next != null) {
                next.run();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw sneaky(e);
        }
    }

    @SuppressWarnings("unchecked") // An InterruptedException must reach the runtime as it is.
    private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
        throw (E) e;
    }

    List<SourceRecord> nextPoll() throws InterruptedException {
        return polls.poll(pollMs, TimeUnit.MILLISECONDS);
    }

    List<Call> calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).toList();
    }

    List<Call> all() {
        return List.copyOf(calls);
    }

    /** The names of all calls in order, but those of poll, put and preCommit, of which there is no fixed number. */
    List<String> order() {
        return calls.stream()
                .map(Call::method)
                .filter(method -> !List.of(
                                "task.poll", "task.put", "task.preCommit", "task.commit", "task.commitRecord")
                        .contains(method))
                .toList();
    }

    int count(String method) {
        return calls(method).size();
    }

    void forgetCalls() {
        calls.clear();
    }

    void awaitCalls(String method, int times) {
        await("call " + times + " of " + method)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count(method) >= times);
    }

    /** Until every step given for one call of this method has begun. */
    void awaitBegun(String method) {
        await("steps of " + method)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        once.getOrDefault(method, new ConcurrentLinkedQueue<>()).isEmpty());
    }

    List<Object> awaitPut(int count) {
        await(count + " records")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> put.size() >= count);
        return values();
    }

    List<Object> values() {
        List<Object> values = new ArrayList<>();
        put.forEach(record -> values.add(record.value()));
        return values;
    }

    @Override
    public void close() {
        closed.countDown();
        OPEN.remove(id);
    }
}
