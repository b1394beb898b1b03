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
package io.connectembedded.internal.plugin.discovery;

import io.connectembedded.internal.plugin.isolation.PluginLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads files of one location, without its class loader: every archive is closed again. */
final class LocationFiles {

    private static final String CLASS = ".class";

    private final PluginLocation location;
    private final Consumer<String> problems;

    /** {@code problems} is told what cannot be read, one sentence each. */
    LocationFiles(PluginLocation location, Consumer<String> problems) {
        this.location = location;
        this.problems = problems;
    }

    /** The names in the location's service files of this type, with each file's own order. */
    List<String> serviceNames(Class<?> type) {
        List<String> names = new ArrayList<>();
        forEach(
                "META-INF/services/" + type.getName(),
                file -> names.addAll(ServiceFiles.names(new String(file.readAllBytes(), StandardCharsets.UTF_8))));
        return names;
    }

    /** Whether a class file of this name is there. */
    boolean holds(String className) {
        List<Boolean> found = new ArrayList<>();
        forEach(className.replace('.', '/') + CLASS, file -> found.add(true));
        return !found.isEmpty();
    }

    /** Reads every class file. */
    void forEachClass(Consumer<ClassFile> action) {
        for (Path part : location.classPath()) {
            try {
                if (Files.isDirectory(part)) {
                    readTree(part, action);
                } else {
                    readArchive(part, action);
                }
            } catch (IOException | RuntimeException e) {
                problems.accept(unreadable(part, e));
            }
        }
    }

    private void readTree(Path root, Consumer<ClassFile> action) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (isClass(root.relativize(file).toString().replace('\\', '/'))) {
                    read(file.toString(), () -> Files.newInputStream(file), action);
                }
            }
        }
    }

    private void readArchive(Path archive, Consumer<ClassFile> action) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (isClass(entry.getName())) {
                    read(archive + "!/" + entry.getName(), () -> zip.getInputStream(entry), action);
                }
            }
        }
    }

    /** Below META-INF are those for other versions of Java. */
    private static boolean isClass(String name) {
        return name.endsWith(CLASS)
                && !name.startsWith("META-INF/")
                && !name.endsWith("module-info.class")
                && !name.endsWith("package-info.class");
    }

    private void read(String name, Opening opening, Consumer<ClassFile> action) {
        try (InputStream in = opening.open()) {
            action.accept(ClassFileReader.read(in.readAllBytes()));
        } catch (IOException | RuntimeException e) {
            problems.accept("Class file " + name + " cannot be read (" + e.getMessage()
                    + "), so it is not known whether it is a plug-in; copy its archive there again");
        }
    }

    /** Every file of this name. */
    private void forEach(String name, Reading reading) {
        for (Path part : location.classPath()) {
            try {
                if (Files.isDirectory(part)) {
                    readFile(part.resolve(name), reading);
                } else {
                    readEntry(part, name, reading);
                }
            } catch (IOException | RuntimeException e) {
                problems.accept(unreadable(part, e));
            }
        }
    }

    private static void readFile(Path file, Reading reading) throws IOException {
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                reading.read(in);
            }
        }
    }

    private static void readEntry(Path archive, String name, Reading reading) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry != null) {
                try (InputStream in = zip.getInputStream(entry)) {
                    reading.read(in);
                }
            }
        }
    }

    private static String unreadable(Path part, Exception cause) {
        return part + " of plugin.path cannot be read (" + cause
                + "), so not all of its plug-ins are known; copy it there again, or remove it";
    }

    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    @FunctionalInterface
    private interface Reading {
        void read(InputStream file) throws IOException;
    }
}
