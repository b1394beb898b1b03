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
import io.connectembedded.plugin.PluginType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** The names in the location's service files by type, in the order of the files; every archive is opened once. */
    Map<PluginType, Set<String>> serviceNames() {
        Map<PluginType, Set<String>> names = new EnumMap<>(PluginType.class);
        Map<String, Reading> wanted = new LinkedHashMap<>();
        for (PluginType type : PluginApi.types()) {
            Set<String> ofType = new LinkedHashSet<>();
            names.put(type, ofType);
            wanted.put(
                    "META-INF/services/" + PluginApi.of(type).getName(),
                    file -> ofType.addAll(ServiceFiles.names(new String(file.readAllBytes(), StandardCharsets.UTF_8))));
        }
        forEach(wanted);
        return names;
    }

    /** Whether a class file of this name is there. */
    boolean holds(String className) {
        AtomicBoolean found = new AtomicBoolean();
        forEach(Map.of(className.replace('.', '/') + CLASS, file -> found.set(true)));
        return found.get();
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
                String name = root.relativize(file).toString().replace('\\', '/');
                if (isClass(name)) {
                    read(name, file.toString(), () -> Files.newInputStream(file), action);
                }
            }
        }
    }

    private void readArchive(Path archive, Consumer<ClassFile> action) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (isClass(entry.getName())) {
                    read(entry.getName(), archive + "!/" + entry.getName(), () -> zip.getInputStream(entry), action);
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

    /** One that is not where its name says, as below BOOT-INF/classes, is for another class loader than ours. */
    private void read(String name, String where, Opening opening, Consumer<ClassFile> action) {
        try (InputStream in = opening.open()) {
            ClassFile file = ClassFileReader.read(in.readAllBytes());
            if (name.equals(file.name().replace('.', '/') + CLASS)) {
                action.accept(file);
            }
        } catch (IOException | RuntimeException e) {
            problems.accept("Class file " + where + " cannot be read (" + e.getMessage()
                    + "), so it is not known whether it is a plug-in; copy its archive there again");
        }
    }

    /** Every file of these names. */
    private void forEach(Map<String, Reading> wanted) {
        for (Path part : location.classPath()) {
            try {
                if (Files.isDirectory(part)) {
                    readFiles(part, wanted);
                } else {
                    readEntries(part, wanted);
                }
            } catch (IOException | RuntimeException e) {
                problems.accept(unreadable(part, e));
            }
        }
    }

    private static void readFiles(Path root, Map<String, Reading> wanted) throws IOException {
        for (Map.Entry<String, Reading> each : wanted.entrySet()) {
            Path file = root.resolve(each.getKey());
            if (Files.isRegularFile(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    each.getValue().read(in);
                }
            }
        }
    }

    private static void readEntries(Path archive, Map<String, Reading> wanted) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Map.Entry<String, Reading> each : wanted.entrySet()) {
                ZipEntry entry = zip.getEntry(each.getKey());
                if (entry != null) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        each.getValue().read(in);
                    }
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
