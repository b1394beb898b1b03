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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/** Looks for what is on the class path of one location, through folders and symbolic links. */
final class Archives {

    private final List<String> problems;
    private final Set<Path> found = new TreeSet<>();
    private final Set<Path> seen = new HashSet<>();
    private boolean hasClassFiles;

    Archives(List<String> problems) {
        this.problems = problems;
    }

    static boolean isArchive(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jar") || name.endsWith(".zip");
    }

    /** All archives below; without any, the folder itself when class files are below it, else nothing. */
    List<Path> classPath(Path location) {
        visit(location);
        return found.isEmpty() && hasClassFiles ? List.of(location) : List.copyOf(found);
    }

    private void visit(Path path) {
        try {
            Path real = path.toRealPath();
            if (!seen.add(real)) {
                return;
            }
            if (Files.isDirectory(real)) {
                visitChildren(path);
            } else if (isArchive(path)) {
                add(Files.isSymbolicLink(path) ? real : path);
            } else if (path.toString().endsWith(".class")) {
                hasClassFiles = true;
            }
        } catch (IOException | RuntimeException e) {
            problems.add(PluginPath.unreadable(path, e));
        }
    }

    private void visitChildren(Path folder) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                visit(child);
            }
        }
    }

    /** A class loader would pass over one that cannot be opened without a word. */
    private void add(Path archive) {
        try (ZipFile opened = new ZipFile(archive.toFile())) {
            if (opened.size() > 0) {
                found.add(archive);
            }
        } catch (IOException | RuntimeException e) {
            problems.add("Archive " + archive + " of plugin.path cannot be opened (" + e
                    + "), so what is in it is not known; copy it there again, or remove it");
        }
    }
}
