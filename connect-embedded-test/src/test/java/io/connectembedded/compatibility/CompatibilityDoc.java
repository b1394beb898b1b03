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
package io.connectembedded.compatibility;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The tables of docs/compatibility.md. */
record CompatibilityDoc(Map<String, List<Row>> tables) {

    static final Set<String> STATES = Set.of("honoured", "differs", "not yet");

    /** {@code why} names the test of an honoured row, as Class.method. */
    record Row(String name, String state, String why) {}

    static CompatibilityDoc read(Path root) throws IOException {
        Map<String, List<Row>> tables = new LinkedHashMap<>();
        String section = "";
        for (String line : Files.readAllLines(root.resolve("docs/compatibility.md"))) {
            if (line.startsWith("## ")) {
                section = line.substring(3).trim();
            } else if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                Row row = new Row(cells[1].trim().replace("`", ""), cells[2].trim(), cells[3].trim());
                tables.computeIfAbsent(section, any -> new ArrayList<>()).add(row);
            }
        }
        return new CompatibilityDoc(tables);
    }

    /** Every test method of the library's modules, as Class.method. */
    static List<String> tests(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root, 12)) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                    .filter(each -> each.toString().contains("src" + File.separator + "test"))
                    .toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                Files.readString(file)
                        .lines()
                        .filter(line -> line.matches("    void [a-zA-Z0-9_]+\\(.*"))
                        .forEach(line -> found.add(type + "." + line.trim().replaceAll("^void (\\w+)\\(.*", "$1")));
            }
        }
        return found;
    }
}
