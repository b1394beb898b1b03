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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Does as many random steps as it was told to a driver, then lets it come to rest. The seed alone decides: the same one
 * does the same again to the same connectors in the same state.
 */
public final class ChaosRun {

    private static final int RESTARTS = 3;

    private final Shaken driver;
    private final long seed;
    private final int steps;
    private final SplittableRandom random;
    private final List<String> story = new ArrayList<>();
    private final Moves moves;

    public ChaosRun(Shaken driver, long seed, int steps) {
        this.driver = driver;
        this.seed = seed;
        this.steps = steps;
        this.random = new SplittableRandom(seed);
        this.moves = new Moves(driver, random);
    }

    /**
     * Once.
     *
     * @throws AssertionError if a connector does not run again in the end, or the driver does not come to rest; names
     *     seed and steps
     */
    public void run() {
        for (int step = 0; step < steps; step++) {
            Moves.Move move = moves.any();
            story.add(attempt(move));
        }
        rest();
    }

    /** What was done, for the end of a message: {@code after chaos(seed 42, 100 steps):}, and a line for each step. */
    public String story() {
        StringBuilder told = new StringBuilder("after chaos(seed " + seed + ", " + steps + " steps):");
        for (int step = 0; step < story.size(); step++) {
            told.append("\n  ").append(step + 1).append(". ").append(story.get(step));
        }
        return told.toString();
    }

    private String attempt(Moves.Move move) {
        try {
            return move.text() + move.what().get();
        } catch (ConnectorFailedException e) {
            return move.text() + " fails";
        } catch (RuntimeException e) {
            throw broken("\"" + move.text() + "\" failed with " + e, e);
        }
    }

    private void rest() {
        story.add("and all comes to rest");
        driver.calm();
        for (int round = 0; round <= RESTARTS; round++) {
            Failure failure = tryToRest();
            if (failure == null) {
                return;
            }
            if (round == RESTARTS) {
                throw broken(failure.text(), failure.cause());
            }
            story.add("restart " + driver.failed());
            driver.failed().forEach(driver::restartFailed);
        }
    }

    private record Failure(String text, @Nullable Throwable cause) {}

    private @Nullable Failure tryToRest() {
        try {
            Moves.connectors(driver.sourceTasks(), driver.sinkTasks()).forEach(driver::resume);
            assignTheRest();
            driver.settle();
        } catch (ConnectorFailedException e) {
            return new Failure(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw broken("The driver does not come to rest: " + e, e);
        }
        return driver.failed().isEmpty() ? null : new Failure(driver.failed() + " failed", null);
    }

    /** Partitions that a move took away, and that nobody has. */
    private void assignTheRest() {
        List<TaskId> sinks = driver.sinkTasks();
        for (TaskId task : sinks) {
            List<TopicPartition> free = moves.free(task, sinks);
            if (!free.isEmpty() && driver.runs(task)) {
                driver.assign(task, free);
            }
        }
    }

    private AssertionError broken(String what, @Nullable Throwable cause) {
        return new AssertionError(what + "\n" + story(), cause);
    }
}
