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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the folders of {@code plugin.path} hold. Whatever cannot be read is told and left out; it stops nothing.
 *
 * @param locations in the order of the folders, then of their names
 * @param problems one sentence each, with the path and what to do
 */
public record PluginPath(List<PluginLocation> locations, List<String> problems) {

    public static final PluginPath NONE = new PluginPath(List.of(), List.of());

    public PluginPath {
        locations = List.copyOf(locations);
        problems = List.copyOf(problems);
    }

    /** Looks at names of files, and at whether archives can be opened; loads nothing. */
    public static PluginPath of(List<Path> folders) {
        List<String> problems = new ArrayList<>();
        Map<Path, PluginLocation> found = new LinkedHashMap<>();
        for (Path folder : folders) {
            Path absolute = absolute(folder);
            for (Path child : children(absolute, problems)) {
                found.computeIfAbsent(child, path -> location(path, problems));
            }
        }
        found.values().removeIf(location -> location.classPath().isEmpty());
        return new PluginPath(List.copyOf(found.values()), problems);
    }

    /** Without dots, unless behind a symbolic link they mean another folder than without it. */
    private static Path absolute(Path folder) {
        Path written = folder.toAbsolutePath();
        Path plain = written.normalize();
        try {
            return Files.isSameFile(written, plain) ? plain : written;
        } catch (IOException e) {
            return Files.exists(written) ? written : plain;
        }
    }

    private static List<Path> children(Path folder, List<String> problems) {
        if (Archives.isArchive(folder) && !Files.isDirectory(folder)) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            problems.add(folder + " of plugin.path is " + (Files.exists(folder) ? "no folder" : "not there")
                    + "; name a folder that holds a folder or a jar for each plug-in");
            return List.of();
        }
        try (DirectoryStream<Path> listed =
                Files.newDirectoryStream(folder, child -> Files.isDirectory(child) || Archives.isArchive(child))) {
            List<Path> children = new ArrayList<>();
            listed.forEach(children::add);
            children.sort(null);
            return children;
        } catch (IOException | RuntimeException e) {
            problems.add(unreadable(folder, e));
            return List.of();
        }
    }

    private static PluginLocation location(Path path, List<String> problems) {
        Archives archives = new Archives(problems);
        return new PluginLocation(path, archives.classPath(path));
    }

    static String unreadable(Path folder, Exception cause) {
        return "Folder " + folder + " of plugin.path cannot be read (" + cause
                + "), so its plug-ins are not known; let the user of this process read it";
    }
}
