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

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/invariants.md and the code speak of the same invariants, and the tests it names exist. */
class InvariantsDocTest {

    private static final Pattern ROW = Pattern.compile("^\\| \\*\\*(I\\d)\\*\\*", Pattern.MULTILINE);
    private static final Pattern CITED = Pattern.compile("\\b(I[1-9])\\b(?=[,)])");
    private static final Pattern NAMED_TEST = Pattern.compile("`([a-z]+(?:_[a-z]+){2,})`");

    private final Checkout checkout = Checkout.find();
    private final String document = checkout.read("docs/invariants.md");

    @Test
    void every_invariant_is_cited_where_it_is_upheld_and_no_other_is() {
        Set<String> cited = checkout.mainFiles().stream()
                .filter(file -> Checkout.LIBRARIES.contains(file.module()))
                .flatMap(file -> CITED.matcher(file.text()).results())
                .map(citation -> citation.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed =
                ROW.matcher(document).results().map(row -> row.group(1)).collect(Collectors.toSet());
        assertThat(cited).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void every_test_it_names_exists() {
        List<String> named = NAMED_TEST
                .matcher(document)
                .results()
                .map(name -> name.group(1))
                .toList();
        String tests = checkout.testFiles().stream().map(JavaFile::text).collect(Collectors.joining());
        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(tests).contains("void " + name + "("));
    }
}
