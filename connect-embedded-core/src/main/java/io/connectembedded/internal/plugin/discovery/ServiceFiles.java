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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the class names that {@code META-INF/services} lists for a type, without loading any of the classes. */
public final class ServiceFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceFiles.class);

    private final ClassLoader loader;

    public ServiceFiles(ClassLoader loader) {
        this.loader = loader;
    }

    public List<String> classNames(Class<?> type) {
        String resource = "META-INF/services/" + type.getName();
        List<String> names = new ArrayList<>();
        try {
            for (URL file : Collections.list(loader.getResources(resource))) {
                names.addAll(read(file));
            }
        } catch (IOException e) {
            LOG.warn(
                    "Could not look for {} on the class path ({}); aliases from there are unknown",
                    resource,
                    e.toString());
        }
        return names;
    }

    private static List<String> read(URL file) {
        List<String> names = new ArrayList<>();
        try {
            URLConnection connection = file.openConnection();
            // A cached jar connection would keep the jar open after the worker is closed.
            connection.setUseCaches(false);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                names.addAll(names(lines.lines()));
            }
        } catch (IOException e) {
            LOG.warn("Could not read {} ({}); aliases from there are unknown", file, e.toString());
        }
        return names;
    }

    static List<String> names(String text) {
        return names(text.lines());
    }

    private static List<String> names(Stream<String> lines) {
        return lines.map(ServiceFiles::withoutComment)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).trim();
    }
}
