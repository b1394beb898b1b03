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
package io.connectembedded.internal.plugin.isolation;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles plug-ins and packs them as their makers do. */
final class PluginJar {

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();

    /** {@code name} with its package. */
    PluginJar type(String name, String source) {
        sources.put(name, source);
        return this;
    }

    PluginJar resource(String name, String text) {
        resources.put(name, text);
        return this;
    }

    PluginJar service(Class<?> type, String className) {
        return resource("META-INF/services/" + type.getName(), className + "\n");
    }

    Path jar(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Path classes = tree(Files.createTempDirectory("classes"));
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(
                        new ZipEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, zip);
                zip.closeEntry();
            }
        }
        delete(classes);
        return jar;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    Path tree(Path root) throws IOException {
        Files.createDirectories(root);
        for (Map.Entry<String, String> resource : resources.entrySet()) {
            Path file = root.resolve(resource.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, resource.getValue());
        }
        if (!sources.isEmpty()) {
            compile(root);
        }
        return root;
    }

    private void compile(Path root) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<JavaFileObject> files = sources.entrySet().stream()
                .map(entry -> (JavaFileObject) new Source(entry.getKey(), entry.getValue()))
                .toList();
        boolean done = compiler.getTask(
                        null,
                        null,
                        null,
                        List.of("-d", root.toString(), "-cp", classPath, "-proc:none", "--release", "17"),
                        null,
                        files)
                .call();
        if (!done) {
            throw new IllegalArgumentException("does not compile: " + sources.keySet());
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
