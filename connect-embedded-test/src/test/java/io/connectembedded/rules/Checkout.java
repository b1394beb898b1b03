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
package io.connectembedded.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The working copy the tests run in: its modules and their Java files. */
final class Checkout {
    static final List<String> LIBRARIES =
            List.of("connect-embedded-api", "connect-embedded-core", "connect-embedded-test");

    private static final int DEEPEST_MODULE = 3;

    final Path root;

    private Checkout(Path root) {
        this.root = root;
    }

    static Checkout find() {
        Path start = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(".mvn/license-header.txt"))) {
                return new Checkout(folder);
            }
        }
        throw new IllegalStateException("No folder above " + start + " holds .mvn/license-header.txt");
    }

    List<JavaFile> mainFiles() {
        return javaFiles("src/main/java");
    }

    List<JavaFile> testFiles() {
        return javaFiles("src/test/java");
    }

    String read(String path) {
        return read(root.resolve(path));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private List<JavaFile> javaFiles(String sources) {
        return modules().stream()
                .flatMap(module -> walk(module.resolve(sources), Integer.MAX_VALUE)
                        .filter(file -> file.toString().endsWith(".java"))
                        .map(file -> JavaFile.parse(root, module, file)))
                .toList();
    }

    private List<Path> modules() {
        return walk(root, DEEPEST_MODULE)
                .filter(file -> file.endsWith("pom.xml") && !file.toString().contains("/target/"))
                .map(Path::getParent)
                .filter(module -> !module.equals(root))
                .toList();
    }

    private static List<Path> listing(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static Stream<Path> walk(Path folder, int depth) {
        return listing(folder, depth).stream();
    }
}
