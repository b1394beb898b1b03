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

import io.connectembedded.test.ConnectTestDriver;
import java.util.function.Function;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkTask;

/** Eight mistakes, each with the connector that makes it and the one that does not. */
enum Connectors {
    OFFSET_AHEAD("nothingLost", OffsetOfTheBatch.class, OffsetOfTheLine.class),
    LOST_ON_RESTART("nothingLost", StartsAtTheCursor.class, StartsAtTheOffset.class),
    REORDERED("inOrder", SortsWhatItReads.class, SortsWholeBatches.class),
    CHANGES_ITS_MAPS("nothingLost", ReusesOneMap.class, CopiesItsMap.class),
    COMMITS_TOO_EARLY("nothingLost", DoneWhenReceived.class, DoneWhenInKafka.class),
    DROPS_ON_REBALANCE("noOffsetAhead", ForgetsAtClose.class, DeliversBeforeCommit.class),
    DELIVERS_AGAIN("nothingAgainAfterCommit", DeliversAgain.class, DeliversOnce.class),
    SWALLOWS_A_FAILURE("noOffsetAhead", SwallowsAFailure.class, AsksForItAgain.class);

    private static final int RECORDS = 40;

    /** The promise that the broken one breaks first of all. */
    final String promise;

    private final Class<? extends Task> broken;
    private final Class<? extends Task> sound;

    Connectors(String promise, Class<? extends Task> broken, Class<? extends Task> sound) {
        this.promise = promise;
        this.broken = broken;
        this.sound = sound;
    }

    <T> T broken(long seed, Function<ConnectTestDriver, T> test) {
        return run(broken, seed, test);
    }

    <T> T sound(long seed, Function<ConnectTestDriver, T> test) {
        return run(sound, seed, test);
    }

    private static <T> T run(Class<? extends Task> task, long seed, Function<ConnectTestDriver, T> test) {
        try (World world = World.open(seed)) {
            return SinkTask.class.isAssignableFrom(task) ? sink(world, task, test) : source(world, task, test);
        }
    }

    private static <T> T source(World world, Class<? extends Task> task, Function<ConnectTestDriver, T> test) {
        try (ConnectTestDriver driver = ConnectTestDriver.of(world.source(task))) {
            driver.topic("out", 2);
            return test.apply(driver);
        }
    }

    private static <T> T sink(World world, Class<? extends Task> task, Function<ConnectTestDriver, T> test) {
        try (ConnectTestDriver driver = ConnectTestDriver.of(world.sink(task))) {
            for (int i = 0; i < RECORDS; i++) {
                driver.topic("in", 2).send("key-" + i, "value-" + i);
            }
            driver.sink("prices").arrivesIn(world::arrived);
            return test.apply(driver);
        }
    }
}
