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
package io.connectembedded.samples.benchmarks.startup;

import io.connectembedded.samples.benchmarks.Samples;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table people read and the JSON programs read. Ratios are those of the medians, ours to the other. */
final class StartupReport {

    /** What was measured of one contestant. */
    record Result(Samples sinceMain, Samples sinceJvm, Samples processor) {}

    private final String machine;
    private final Map<String, Result> results;
    private final Result ours;

    StartupReport(String machine, Map<String, Result> results, Result ours) {
        this.machine = machine;
        this.results = results;
        this.ours = ours;
    }

    String table() {
        StringBuilder table = new StringBuilder(machine)
                .append(
                        "\n\n| contestant | main to first ack, median | least | most | JVM start to first ack | processor time |")
                .append(" ours / this |\n|---|--:|--:|--:|--:|--:|--:|\n");
        results.forEach((name, result) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %d ms | %d ms | %d ms | %d ms | %d ms | %.2f |%n",
                name,
                result.sinceMain().median().toMillis(),
                result.sinceMain().least().toMillis(),
                result.sinceMain().most().toMillis(),
                result.sinceJvm().median().toMillis(),
                result.processor().median().toMillis(),
                ours.sinceMain().ratioTo(result.sinceMain()))));
        return table.toString();
    }

    String json() {
        return results.entrySet().stream()
                .map(entry -> "    \"" + entry.getKey() + "\": {\"sinceMainMs\": "
                        + millis(entry.getValue().sinceMain()) + ", \"sinceJvmMs\": "
                        + millis(entry.getValue().sinceJvm()) + ", \"processorMs\": "
                        + millis(entry.getValue().processor()) + "}")
                .collect(Collectors.joining(
                        ",\n", "{\n  \"machine\": \"" + machine + "\",\n  \"samples\": {\n", "\n  }\n}\n"));
    }

    private static String millis(Samples samples) {
        return samples.sorted().stream()
                .map(Duration::toMillis)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
