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
package io.connectembedded.samples.benchmarks.driver;

import java.time.Duration;
import java.util.function.Supplier;

/** One run of one contestant: its cycles alone, and with making and closing it; and what it did. */
record CycledRun(Duration cycles, Duration whole, int commits) {

    static CycledRun of(Supplier<Cycles> contestant, int count) {
        long begin = System.nanoTime();
        long ready;
        long done;
        int commits;
        try (Cycles cycles = contestant.get()) {
            ready = System.nanoTime();
            for (int i = 1; i <= count; i++) {
                cycles.next("value " + i);
            }
            done = System.nanoTime();
            commits = cycles.commits();
        }
        return new CycledRun(Duration.ofNanos(done - ready), Duration.ofNanos(System.nanoTime() - begin), commits);
    }
}
