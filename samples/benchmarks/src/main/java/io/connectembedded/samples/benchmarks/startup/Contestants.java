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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Puts the class path of each contestant together: ours from the bench's own, stock's from its folder of jars. */
final class Contestants {

    static final String OURS = "connect-embedded";
    static final String STANDALONE = "stock ConnectStandalone";
    static final String BARE = "stock Worker + StandaloneHerder";

    /** What a host has beside core; the bench's own class path also holds a broker. */
    private static final List<String> HOST_JARS = List.of(
            "connect-embedded-api",
            "connect-embedded-core",
            "connect-api",
            "kafka-clients",
            "slf4j-api",
            "jackson-core",
            "logback-",
            "lz4-java",
            "snappy-java",
            "zstd-jni",
            "connect-embedded-sample-benchmarks");

    private Contestants() {}

    static List<Contestant> all(Path stockSources, Path target) throws IOException {
        String benchOnly = bench();
        String stock = benchOnly + File.pathSeparator + target.resolve("stock") + File.separator + "*";
        Path compiled = Files.createDirectories(target.resolve("stock-classes"));
        compile(stockSources, jars(target.resolve("stock")), compiled);
        return List.of(
                new Contestant(OURS, ours(), "io.connectembedded.samples.benchmarks.startup.child.EmbeddedMain"),
                new Contestant(STANDALONE, stock, "org.apache.kafka.connect.cli.ConnectStandalone"),
                new Contestant(BARE, compiled + File.pathSeparator + stock, "BareHerder"));
    }

    private static String ours() {
        return classPath()
                .filter(entry -> isBench(entry) || HOST_JARS.stream().anyMatch(name(entry)::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String bench() {
        return classPath().filter(Contestants::isBench).findFirst().orElseThrow();
    }

    private static boolean isBench(String entry) {
        return Files.exists(Path.of(entry, "logback-measured.xml"))
                || name(entry).startsWith("connect-embedded-sample-benchmarks");
    }

    private static String name(String entry) {
        return Path.of(entry).getFileName().toString();
    }

    private static Stream<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static String jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static void compile(Path sources, String classPath, Path into) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String source = sources.resolve("BareHerder.java").toString();
        if (compiler.run(null, null, null, "-cp", classPath, "-proc:none", "-d", into.toString(), source) != 0) {
            throw new IllegalStateException(source + " does not compile against the jars of stock Connect");
        }
    }
}
