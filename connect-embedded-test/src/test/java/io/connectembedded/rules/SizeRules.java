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

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.ConstructorDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ceilings: file, method, constructor, package. */
final class SizeRules {
    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 40;
    static final int CONSTRUCTOR_ARGUMENTS = 7;
    static final int RECORD_COMPONENTS = 10;
    static final int PACKAGE_FILES = 15;

    private SizeRules() {}

    static List<Finding> inFile(JavaFile file) {
        List<Finding> findings = new ArrayList<>();
        int lines = file.lines().size();
        if (lines > FILE_LINES) {
            findings.add(new Finding("file-lines", file.path(), lines, "split it, the ceiling is " + FILE_LINES));
        }
        file.unit()
                .findAll(MethodDeclaration.class)
                .forEach(method -> checkLines(file, method, method.getNameAsString(), findings));
        file.unit().findAll(ConstructorDeclaration.class).forEach(constructor -> {
            checkLines(file, constructor, constructor.getNameAsString(), findings);
            checkArguments(file, constructor, constructor.getParameters().size(), CONSTRUCTOR_ARGUMENTS, findings);
        });
        file.unit()
                .findAll(RecordDeclaration.class)
                .forEach(type -> checkArguments(file, type, type.getParameters().size(), RECORD_COMPONENTS, findings));
        return findings;
    }

    static List<Finding> inPackages(List<JavaFile> files) {
        Map<String, Long> sizes = files.stream()
                .filter(file -> !file.isPackageInfo())
                .collect(Collectors.groupingBy(JavaFile::folder, TreeMap::new, Collectors.counting()));
        return sizes.entrySet().stream()
                .filter(size -> size.getValue() > PACKAGE_FILES)
                .map(size -> new Finding(
                        "package-files",
                        size.getKey(),
                        size.getValue().intValue(),
                        "find the second concept and give it a package, the ceiling is " + PACKAGE_FILES))
                .toList();
    }

    private static void checkLines(JavaFile file, Node node, String name, List<Finding> findings) {
        int lines = node.getRange().map(range -> range.getLineCount()).orElse(0);
        if (lines > METHOD_LINES) {
            findings.add(new Finding(
                    "method-lines", owner(file, node) + "." + name, lines, "split it, the ceiling is " + METHOD_LINES));
        }
    }

    private static void checkArguments(JavaFile file, Node node, int count, int ceiling, List<Finding> findings) {
        if (count > ceiling) {
            findings.add(new Finding(
                    "constructor-arguments",
                    owner(file, node),
                    count,
                    "a concept is missing: group what belongs together, the ceiling is " + ceiling));
        }
    }

    private static String owner(JavaFile file, Node node) {
        for (Node at = node; at != null; at = at.getParentNode().orElse(null)) {
            if (at instanceof TypeDeclaration<?> type) {
                return type.getFullyQualifiedName().orElse(file.path());
            }
        }
        return file.path();
    }
}
