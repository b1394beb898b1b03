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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules themselves, each on a file that breaks it. */
class HouseRulesCatchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | package a.util; class A {}",
                "name | package a; class RecordManager {}",
                "name | package a; class A { class StoreImpl {} }",
                "star-import | package a; import java.util.*; class A {}",
                "left-to-do | package a; /* TO~DO later */ class A {}",
                "console | package a; class A { void m() { System.out.println(1); } }",
                "swallowed-exception | package a; class A { void m() { try { m(); } catch (Exception e) {} } }",
                "suppression | package a; @SuppressWarnings(\"unchecked\") class A {}",
                "internal-import | package a; import io.connectembedded.internal.engine.X; class A {}",
                "constructor-arguments | package a; class A { A(int a, int b, int c, int d, int e, int f, int g, int h) {} }",
            })
    void an_offence_in_main_code_is_found(String rule, String source) {
        assertThat(inMain(source.replace("~", ""))).extracting(Finding::rule).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disabled-test | package a; class A { @Disabled @Test void a_b() {} }",
                "sleep | package a; class A { @Test void a_b() { Thread.sleep(1); } }",
                "assumption | package a; class A { @Test void a_b() { assumeTrue(false); } }",
                "test-name | package a; class A { @Test void testIt() {} }",
            })
    void an_offence_in_a_test_is_found(String rule, String source) {
        JavaFile file = JavaFile.of("connect-embedded-core", "src/test/java/a/A.java", source);

        assertThat(TestRules.inTest(file)).extracting(Finding::rule).containsExactly(rule);
    }

    @Test
    void what_is_too_long_is_found_at_the_first_line_over_the_ceiling() {
        assertThat(inMain(method(SizeRules.METHOD_LINES))).isEmpty();
        assertThat(inMain(method(SizeRules.METHOD_LINES + 1)))
                .extracting(Finding::rule)
                .containsExactly("method-lines");
        assertThat(inMain("package a;\nclass A {\n" + "\n".repeat(SizeRules.FILE_LINES) + "}\n"))
                .extracting(Finding::rule)
                .containsExactly("file-lines");
    }

    @Test
    void a_crowded_package_is_found() {
        JavaFile file = JavaFile.of("connect-embedded-core", "src/main/java/a/A.java", "package a; class A {}");

        assertThat(SizeRules.inPackages(Collections.nCopies(SizeRules.PACKAGE_FILES, file)))
                .isEmpty();
        assertThat(SizeRules.inPackages(Collections.nCopies(SizeRules.PACKAGE_FILES + 1, file)))
                .hasSize(1);
    }

    @Test
    void clean_code_and_a_suppression_with_a_reason_pass() {
        assertThat(inMain("package a;\n// the cast is checked above\n@SuppressWarnings(\"unchecked\")\nclass A {}\n"))
                .isEmpty();
    }

    private static String method(int lines) {
        return "package a;\nclass A {\n    void m() {" + "\n".repeat(lines - 1) + "    }\n}\n";
    }

    private static List<Finding> inMain(String source) {
        JavaFile file = JavaFile.of("connect-embedded-api", "src/main/java/a/A.java", source);
        List<Finding> findings = new ArrayList<>(WordingRules.inMain(file));
        findings.addAll(SizeRules.inFile(file));
        return findings;
    }
}
