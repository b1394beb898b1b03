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

import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a test must not do. */
final class TestRules {
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");
    private static final Set<String> TEMPTATIONS = Set.of("Disabled", "Ignore");
    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Z]");

    private TestRules() {}

    static List<Finding> inTest(JavaFile file) {
        List<Finding> findings = new ArrayList<>(WordingRules.inAny(file));
        for (AnnotationExpr annotation : file.unit().findAll(AnnotationExpr.class)) {
            if (TEMPTATIONS.contains(annotation.getNameAsString())) {
                findings.add(Finding.of("disabled-test", file.path(), "mend the test or delete it"));
            }
        }
        for (MethodCallExpr call : file.unit().findAll(MethodCallExpr.class)) {
            if (call.toString().startsWith("Thread.sleep(")) {
                findings.add(Finding.of("sleep", file.path(), "wait for the event: a latch, a future, Awaitility"));
            }
            if (call.getNameAsString().startsWith("assume") || call.toString().startsWith("Assumptions.")) {
                findings.add(Finding.of("assumption", file.path(), "a test that may not run proves nothing"));
            }
        }
        for (MethodDeclaration method : file.unit().findAll(MethodDeclaration.class)) {
            boolean test = method.getAnnotations().stream().anyMatch(a -> TESTS.contains(a.getNameAsString()));
            if (test && CAMEL_CASE.matcher(method.getNameAsString()).find()) {
                findings.add(Finding.of(
                        "test-name",
                        file.path() + "#" + method.getNameAsString(),
                        "say in a sentence what holds: snake_case_words"));
            }
        }
        return findings;
    }
}
