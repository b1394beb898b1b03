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

import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.stmt.CatchClause;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What main code must not say. */
final class WordingRules {
    private static final Pattern ROOM_NAME = Pattern.compile("(^|\\.)(utils?|common|helpers?|managers?|impl)(\\.|$)");
    private static final Pattern TYPE_NAME = Pattern.compile(".*(Utils?|Common|Helper|Manager|Impl)$");
    private static final Pattern LEFT_TO_DO = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern CONSOLE = Pattern.compile("System\\.(out|err)");

    private WordingRules() {}

    static List<Finding> inMain(JavaFile file) {
        List<Finding> findings = new ArrayList<>(inAny(file));
        if (ROOM_NAME.matcher(file.packageName()).find()) {
            findings.add(Finding.of("name", file.packageName(), "name the package after what it holds"));
        }
        for (TypeDeclaration<?> type : file.unit().findAll(TypeDeclaration.class)) {
            if (TYPE_NAME.matcher(type.getNameAsString()).matches()) {
                findings.add(Finding.of(
                        "name", file.packageName() + "." + type.getNameAsString(), "name the class after what it is"));
            }
        }
        if (Checkout.LIBRARIES.contains(file.module())) {
            console(file, findings);
        }
        if (!file.module().equals("connect-embedded-core")) {
            internals(file, findings);
        }
        return findings;
    }

    static List<Finding> inAny(JavaFile file) {
        List<Finding> findings = new ArrayList<>();
        if (LEFT_TO_DO.matcher(file.text()).find()) {
            findings.add(Finding.of("left-to-do", file.path(), "do it, or say in the documents that it is missing"));
        }
        for (ImportDeclaration statement : file.unit().getImports()) {
            if (statement.isAsterisk()) {
                findings.add(Finding.of("star-import", file.path(), "import each type by name"));
            }
        }
        for (CatchClause clause : file.unit().findAll(CatchClause.class)) {
            if (clause.getBody().isEmpty()
                    && clause.getBody().getOrphanComments().isEmpty()) {
                findings.add(Finding.of(
                        "swallowed-exception",
                        place(file, clause.getBegin().orElseThrow().line),
                        "handle it, rethrow it, or say in a comment why nothing is to be done"));
            }
        }
        suppressions(file, findings);
        return findings;
    }

    private static void console(JavaFile file, List<Finding> findings) {
        for (FieldAccessExpr access : file.unit().findAll(FieldAccessExpr.class)) {
            if (CONSOLE.matcher(access.toString()).matches()) {
                findings.add(
                        Finding.of("console", file.path(), "a library logs through slf4j, the console is the host's"));
            }
        }
    }

    private static void internals(JavaFile file, List<Finding> findings) {
        for (ImportDeclaration statement : file.unit().getImports()) {
            if (statement.getNameAsString().startsWith("io.connectembedded.internal")) {
                findings.add(Finding.of(
                        "internal-import",
                        file.path(),
                        "only connect-embedded-core imports its internal packages; use the public api"));
            }
        }
    }

    private static void suppressions(JavaFile file, List<Finding> findings) {
        List<String> lines = file.lines();
        for (AnnotationExpr annotation : file.unit().findAll(AnnotationExpr.class)) {
            if (annotation.getNameAsString().equals("SuppressWarnings")) {
                int line = annotation.getBegin().orElseThrow().line;
                boolean reason = lines.get(line - 1).contains("//")
                        || (line > 1 && lines.get(line - 2).strip().startsWith("//"));
                if (!reason) {
                    findings.add(Finding.of(
                            "suppression",
                            place(file, line),
                            "give the reason in a // comment there or on the line before"));
                }
            }
        }
    }

    private static String place(JavaFile file, int line) {
        return file.path() + ":" + line;
    }
}
