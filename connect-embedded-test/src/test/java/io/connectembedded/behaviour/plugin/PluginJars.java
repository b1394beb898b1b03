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
package io.connectembedded.behaviour.plugin;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.slf4j.Logger;

/**
 * Compiles plug-ins and puts them into the locations of a {@code plugin.path} folder: what a plug-in's code is, which
 * service files there are, and what is missing is the test's choice. The code sees Connect's API, not the test.
 */
public final class PluginJars {

    private final Path folder;

    /** {@code folder} is for {@code plugin.path}. */
    public PluginJars(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /** A jar to be written to {@code <folder>/<location>/<location>.jar}. */
    public Jar location(String location) {
        return jar(location + "/" + location + ".jar");
    }

    /** A jar to be written to this path below the folder. */
    public Jar jar(String path) {
        return new Jar(folder.resolve(path));
    }

    /** One jar, as it will be. */
    public static final class Jar {

        private final Path file;
        private final Map<String, String> sources = new LinkedHashMap<>();
        private final Map<String, String> services = new TreeMap<>();
        private final Set<String> missing = new TreeSet<>();
        private final Set<Path> libraries = new TreeSet<>();

        private Jar(Path file) {
            this.file = file;
        }

        /** A class with its package and imports, as a file of Java. */
        public Jar source(String className, String code) {
            sources.put(className, code);
            return this;
        }

        /** A class that a service file names, too. */
        public Jar plugin(Class<?> type, String className, String code) {
            return source(className, code).service(type, className);
        }

        /** A line of a service file; the class need not exist. */
        public Jar service(Class<?> type, String className) {
            services.merge("META-INF/services/" + type.getName(), className, (all, next) -> all + "\n" + next);
            return this;
        }

        /** Is compiled, and left out of the jar. */
        public Jar without(String className) {
            missing.add(className);
            return this;
        }

        /** A jar or folder the code is compiled against. */
        public Jar against(Path library) {
            libraries.add(library);
            return this;
        }

        /** Compiles and writes the jar. */
        public Path write() throws IOException {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file);
                    JarOutputStream jar = new JarOutputStream(out)) {
                for (Map.Entry<String, byte[]> each : files().entrySet()) {
                    jar.putNextEntry(new JarEntry(each.getKey()));
                    jar.write(each.getValue());
                    jar.closeEntry();
                }
            }
            return file;
        }

        /** Compiles and writes a tree of class files instead, to the folder of the same name without the ending. */
        public Path writeTree() throws IOException {
            Path root = Path.of(file.toString().replaceFirst("\\.jar$", ""));
            for (Map.Entry<String, byte[]> each : files().entrySet()) {
                Path target = root.resolve(each.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, each.getValue());
            }
            return root;
        }

        private Map<String, byte[]> files() {
            Map<String, byte[]> files = new TreeMap<>();
            services.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
            if (!sources.isEmpty()) {
                compiled().forEach((className, code) -> {
                    if (!missing.contains(className)) {
                        files.put(className.replace('.', '/') + ".class", code);
                    }
                });
            }
            return files;
        }

        private Map<String, byte[]> compiled() {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            Map<String, ByteArrayOutputStream> code = new TreeMap<>();
            JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null), code);
            List<Source> units = sources.entrySet().stream()
                    .map(each -> new Source(each.getKey(), each.getValue()))
                    .toList();
            List<String> options = List.of("-proc:none", "--release", "17", "-cp", classPath());
            if (!compiler.getTask(null, files, null, options, null, units).call()) {
                throw new IllegalArgumentException("The plug-ins of " + file + " do not compile; look at the output");
            }
            Map<String, byte[]> compiled = new TreeMap<>();
            code.forEach((className, bytes) -> compiled.put(className, bytes.toByteArray()));
            return compiled;
        }

        private String classPath() {
            return Stream.concat(
                            libraries.stream(),
                            Stream.of(Connector.class, ConfigDef.class, Logger.class)
                                    .map(PluginJars::jarOf))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String className, String code) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> code;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> code) {
            super(files);
            this.code = code;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return code.computeIfAbsent(className, each -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
