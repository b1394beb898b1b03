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

import io.connectembedded.samples.benchmarks.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The table people read. The first run of each contestant has a column of its own and counts for nothing else. */
record DriverReport(String machine, int cycles, Duration brokerStart, List<CycledRun> driver, List<CycledRun> broker) {

    String table() {
        return String.format(
                        Locale.ROOT,
                        "%s; the broker took %d ms to start, which counts for neither%n%n",
                        machine,
                        brokerStart.toMillis())
                + "| " + cycles + " cycles | median | least | most | with making and closing | first run, all of it |"
                + " the driver / this |\n|---|--:|--:|--:|--:|--:|--:|\n"
                + row("driver", driver) + row("worker on a broker in the JVM", broker);
    }

    private String row(String name, List<CycledRun> runs) {
        Samples alone = samples(runs, CycledRun::cycles);
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.0f ms | %.4f |%n",
                name,
                millis(alone.median()),
                millis(alone.least()),
                millis(alone.most()),
                millis(samples(runs, CycledRun::whole).median()),
                millis(runs.get(0).whole()),
                samples(driver, CycledRun::cycles).ratioTo(alone));
    }

    private static Samples samples(List<CycledRun> runs, Function<CycledRun, Duration> span) {
        return new Samples(runs.stream().skip(1).map(span).toList());
    }

    private static double millis(Duration span) {
        return span.toNanos() / 1e6;
    }
}
