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
package io.connectembedded.chaos;

import io.connectembedded.ConnectorSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.connect.connector.Task;

/**
 * What connectors read from and write to, the same for one seed. It outlives crashes of the worker. Connectors find it
 * by a value in their config.
 */
final class World implements AutoCloseable {

    static final String ID = "world";
    static final String TASK = "task.class";
    private static final int LINES = 40;
    private static final int MOST_FAILURES = 10;
    private static final ConcurrentMap<String, World> OPEN = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final SplittableRandom random;
    private final List<String> lines = new ArrayList<>();
    private final Set<Integer> doneMessages = new LinkedHashSet<>();
    private final List<Object> arrived = new ArrayList<>();
    private int cursor;
    private int failures;

    private World(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < LINES; i++) {
            lines.add((char) ('a' + random.nextInt(26)) + "-" + i);
        }
    }

    static World open(long seed) {
        World world = new World(seed);
        OPEN.put(world.id, world);
        return world;
    }

    static World of(Map<String, String> config) {
        return OPEN.get(config.get(ID));
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    ConnectorSpec source(Class<? extends Task> task) {
        return ConnectorSpec.source("lines", WorldSource.class).with(ID, id).with(TASK, task);
    }

    ConnectorSpec sink(Class<? extends Task> task) {
        return ConnectorSpec.sink("prices", WorldSink.class)
                .topics("in")
                .tasks(2)
                .with("consumer.override.max.poll.records", 3)
                .with(ID, id)
                .with(TASK, task);
    }

    // ---- a file

    /** Up to so many lines. */
    List<String> read(int from, int most) {
        int begin = Math.min(from, lines.size());
        int end = Math.min(begin + most, lines.size());
        cursor = Math.max(cursor, end);
        return lines.subList(begin, end);
    }

    /** How far the file was read by anyone. */
    int cursor() {
        return cursor;
    }

    // ---- a queue

    /** The first messages after this one that nobody has said to be done; each is its number and its text. */
    List<Integer> receive(int after, int most) {
        List<Integer> received = new ArrayList<>();
        for (int i = after + 1; i < lines.size() && received.size() < most; i++) {
            if (!doneMessages.contains(i)) {
                received.add(i);
            }
        }
        return received;
    }

    String message(int number) {
        return lines.get(number);
    }

    /** The queue forgets the message. */
    void done(int number) {
        doneMessages.add(number);
    }

    // ---- a destination

    void arrive(Object value) {
        arrived.add(value);
    }

    /** As {@link #arrive}, but the connection breaks at times. */
    void send(Object value) {
        if (failures < MOST_FAILURES && random.nextInt(8) == 0) {
            failures++;
            throw new IllegalStateException("the connection broke");
        }
        arrive(value);
    }

    List<Object> arrived() {
        return arrived;
    }
}
