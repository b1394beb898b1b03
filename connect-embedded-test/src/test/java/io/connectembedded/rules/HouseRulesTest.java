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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    /** A package of connect-api; the one type of it here is for the compiler alone, and null marks would judge that jar. */
    private static final String OF_CONNECT_API = "org/apache/kafka/connect/storage";

    private final Checkout checkout = Checkout.find();
    private final List<JavaFile> main = checkout.mainFiles();
    private final List<JavaFile> tests = checkout.testFiles();

    @Test
    void every_file_keeps_the_house_rules_or_has_an_exception_with_a_reason() throws IOException {
        List<Finding> findings = new ArrayList<>(SizeRules.inPackages(main));
        main.forEach(file -> findings.addAll(SizeRules.inFile(file)));
        main.forEach(file -> findings.addAll(WordingRules.inMain(file)));
        tests.forEach(file -> findings.addAll(TestRules.inTest(file)));

        assertThat(HouseExceptions.load().judge(findings)).isEmpty();
    }

    @Test
    void every_file_starts_with_the_license_header() {
        String header = checkout.read(".mvn/license-header.txt");

        assertThat(main)
                .filteredOn(file -> !file.text().startsWith(header))
                .extracting(JavaFile::path)
                .isEmpty();
        assertThat(tests)
                .filteredOn(file -> !file.text().startsWith(header))
                .extracting(JavaFile::path)
                .isEmpty();
    }

    @Test
    void every_package_of_a_library_says_what_it_is_for_and_is_null_marked() {
        Map<String, List<JavaFile>> packages = main.stream()
                .filter(file -> Checkout.LIBRARIES.contains(file.module()))
                .filter(file -> !file.folder().endsWith(OF_CONNECT_API))
                .collect(Collectors.groupingBy(JavaFile::folder, TreeMap::new, Collectors.toList()));

        assertThat(packages)
                .allSatisfy((folder, files) -> assertThat(files)
                        .as("package-info.java with a comment and @NullMarked in %s", folder)
                        .anyMatch(file -> file.isPackageInfo()
                                && file.text().contains("@NullMarked")
                                && file.text().contains("/**")));
    }

    @Test
    void an_exception_nobody_needs_is_a_finding() {
        HouseExceptions exceptions = HouseExceptions.parse("# why\nfile-lines | a/B.java | 410 | a table\n");

        assertThat(exceptions.judge(List.of(new Finding("file-lines", "a/B.java", 405, ""))))
                .isEmpty();
        assertThat(exceptions.judge(List.of())).singleElement().asString().contains("no longer needed");
        assertThat(exceptions.judge(List.of(new Finding("file-lines", "a/B.java", 411, ""))))
                .hasSize(2);
    }
}
