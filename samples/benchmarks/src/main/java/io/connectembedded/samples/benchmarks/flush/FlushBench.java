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
package io.connectembedded.samples.benchmarks.flush;

import io.connectembedded.test.KafkaBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Lets each contestant commit the offsets of 10,000 source partitions, again and again, in a process of its own; in
 * turn, as often as asked, against one broker in this process.
 */
public final class FlushBench {

    static final int PARTITIONS = 10_000;
    private static final int ROUNDS_BEFORE = 20;
    private static final int ROUNDS = 10;
    private static final String OURS = "io.connectembedded.samples.benchmarks.flush.child.EmbeddedFlush";

    /** Against which of stock's it is held. */
    private record Contestant(String name, String kind, String mainClass, String classPath, String stock) {}

    private FlushBench() {}

    /** Arguments: runs, the folder of the source for stock Connect, the build folder (stock's jars are in stock there). */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path target = Path.of(args[2]);
        Map<String, List<Flush>> flushes = new LinkedHashMap<>();
        Map<String, String> stocks = new LinkedHashMap<>();
        try (KafkaBroker broker = KafkaBroker.inJvm()) {
            for (int run = 1; run <= Integer.parseInt(args[0]); run++) {
                for (Contestant contestant : contestants(Path.of(args[1]), target)) {
                    stocks.put(contestant.name, contestant.stock);
                    flushes.computeIfAbsent(contestant.name, name -> new ArrayList<>())
                            .add(Flush.median(run(contestant, run, target, broker.bootstrapServers())));
                }
            }
        }
        System.out.println(new FlushReport(flushes, stocks).table());
    }

    private static List<Contestant> contestants(Path sources, Path target) throws IOException {
        String classes =
                Files.createDirectories(target.resolve("stock-classes")).toString();
        String jars = target.resolve("stock") + File.separator + "*";
        compile(sources.resolve("StockFlush.java"), target.resolve("stock"), classes);
        String stock = classes + File.pathSeparator + jars;
        String ours = System.getProperty("java.class.path");
        return List.of(
                new Contestant("stock, file", "file", "StockFlush", stock, "stock, file"),
                new Contestant("ours, file", "file", OURS, ours, "stock, file"),
                new Contestant("ours, file in Connect's format", "connect", OURS, ours, "stock, file"),
                new Contestant("stock, topic", "topic", "StockFlush", stock, "stock, topic"),
                new Contestant("ours, topic", "topic", OURS, ours, "stock, topic"));
    }

    private static void compile(Path source, Path jars, String into) throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            String classPath =
                    String.join(File.pathSeparator, files.map(Path::toString).toList());
            if (ToolProvider.getSystemJavaCompiler()
                            .run(null, null, null, "-cp", classPath, "-proc:none", "-d", into, source.toString())
                    != 0) {
                throw new IllegalStateException(source + " does not compile against the jars of stock Connect");
            }
        }
    }

    private static List<Flush> run(Contestant contestant, int run, Path target, String servers)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(target.resolve("flush-runs"));
        String place = contestant.name.replaceAll("[^a-zA-Z]+", "-") + "-" + run + "-" + System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=logback-measured.xml",
                        "-cp",
                        contestant.classPath,
                        contestant.mainClass,
                        contestant.kind,
                        contestant.kind.equals("topic")
                                ? place
                                : folder.resolve(place).toString(),
                        servers,
                        String.valueOf(PARTITIONS),
                        String.valueOf(ROUNDS_BEFORE),
                        String.valueOf(ROUNDS))
                .redirectError(folder.resolve(place + ".log").toFile())
                .start();
        List<Flush> flushes =
                process.inputReader().lines().flatMap(Flush::parse).toList();
        if (process.waitFor() != 0 || flushes.size() != ROUNDS) {
            throw new IllegalStateException(
                    contestant.name + " ended early; look at " + folder.resolve(place + ".log"));
        }
        return flushes;
    }
}
