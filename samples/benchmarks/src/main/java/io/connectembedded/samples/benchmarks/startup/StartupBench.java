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
import io.connectembedded.test.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Starts each contestant in a process of its own, in turn, as often as asked, all against one broker in this process.
 * The round before the first warms the system's file cache and counts for nothing.
 */
public final class StartupBench {

    private static final String TOPIC = "startup";

    private StartupBench() {}

    /** Arguments: runs, the folder of the source for stock Connect, the build folder (stock's jars are in stock there). */
    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = Integer.parseInt(args[0]);
        Path target = Path.of(args[2]);
        List<Contestant> contestants = Contestants.all(Path.of(args[1]), target);
        Map<String, List<MeasuredRun.Took>> took = new LinkedHashMap<>();
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            broker.createTopic(TOPIC, 1);
            for (int run = 0; run <= runs; run++) {
                for (Contestant contestant : contestants) {
                    Path folder = target.resolve("startup-runs").resolve(run + "-" + contestants.indexOf(contestant));
                    MeasuredRun.Took one =
                            new MeasuredRun(folder, broker.bootstrapServers(), TOPIC).of(contestant, java(), flags());
                    if (run > 0) {
                        took.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
                                .add(one);
                    }
                }
            }
        }
        report(took, target);
    }

    private static void report(Map<String, List<MeasuredRun.Took>> took, Path target) throws IOException {
        Map<String, StartupReport.Result> results = new LinkedHashMap<>();
        took.forEach((name, all) -> results.put(
                name,
                new StartupReport.Result(
                        samples(all, MeasuredRun.Took::sinceMain),
                        samples(all, MeasuredRun.Took::sinceJvm),
                        samples(all, MeasuredRun.Took::processor))));
        StartupReport report = new StartupReport(
                machine(), results, Objects.requireNonNull(results.get(Contestants.OURS), Contestants.OURS));
        System.out.println(report.table());
        Files.writeString(target.resolve("startup.json"), report.json());
    }

    private static Samples samples(List<MeasuredRun.Took> all, Function<MeasuredRun.Took, Duration> span) {
        return new Samples(all.stream().map(span).toList());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> flags() {
        return Pattern.compile(" +")
                .splitAsStream(System.getProperty("bench.flags", ""))
                .filter(flag -> !flag.isBlank())
                .toList();
    }

    private static String machine() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.vm.version")
                + (flags().isEmpty() ? "" : ", JVM options " + String.join(" ", flags()));
    }
}
