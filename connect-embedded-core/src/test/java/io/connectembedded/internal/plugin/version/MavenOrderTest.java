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
package io.connectembedded.internal.plugin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions and ranges mean what they mean in Maven, beside the library of Maven's that Connect uses. */
class MavenOrderTest {

    private static final int ROUNDS = 20_000;
    private static final String[] PIECES = {
        "0",
        "1",
        "2",
        "10",
        "01",
        "007",
        "99999999999",
        "123456789012345678901",
        "a",
        "b",
        "m",
        "alpha",
        "beta",
        "rc",
        "cr",
        "SNAPSHOT",
        "ga",
        "final",
        "Release",
        "sp",
        "x",
        "foo",
        "undefined",
        "rc1",
        "b-2",
        "x-3",
        "ga1",
        "",
        ".",
        "-",
        "redhat",
        "00001"
    };
    private static final String[] SEPARATORS = {".", ".", ".", "-", "-", "", " ", "_", "+"};
    private static final String[] BOUNDS = {"1", "1.0", "1.2", "2.0", "2.0-rc1", "", "1.5-SNAPSHOT", "3", "undefined"};

    private final Random random = new Random(891);

    @Test
    void versions_are_in_mavens_order() {
        for (int i = 0; i < ROUNDS; i++) {
            String one = version();
            String other = random.nextBoolean() ? version() : one + any(SEPARATORS) + any(PIECES);
            int real = new DefaultArtifactVersion(one).compareTo(new DefaultArtifactVersion(other));
            assertThat(Integer.signum(new PluginVersion(one).compareTo(new PluginVersion(other))))
                    .as("'%s' beside '%s'", one, other)
                    .isEqualTo(Integer.signum(real));
        }
    }

    @Test
    void ranges_hold_what_they_hold_in_maven_and_are_refused_where_maven_refuses_them() {
        int held = 0;
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String range = range();
            String version = any(BOUNDS);
            String real = real(range, version);
            assertThat(ours(range, version)).as("%s in '%s'", version, range).isEqualTo(real);
            held += real.equals("true") ? 1 : 0;
            refused += real.equals("refused") ? 1 : 0;
        }
        assertThat(held).isGreaterThan(ROUNDS / 20);
        assertThat(refused).isGreaterThan(ROUNDS / 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2|1.2|true",
                "1.2|1.2.0|true",
                "1.2|1.3|false",
                " [1.0,2.0) |1.9.9|true",
                "[1.0,2.0)|2.0|false",
                "[1.0,2.0)|2.0-SNAPSHOT|true",
                "[1,)|undefined|false",
                "(,1.0],[2.0,)|1.5|false"
            })
    void ranges_of_the_guide(String range, String version, boolean contained) {
        assertThat(VersionRange.of(range).contains(new PluginVersion(version))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "latest", " latest "})
    void these_ask_for_the_newest(String text) {
        assertThat(VersionRange.isNewest(text)).isTrue();
        assertThat(VersionRange.isNewest(null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1.0", "(1.0)", "[2,1]", "[1,2],[1,3]", "[1,2] and more"})
    void what_is_no_range_says_why(String text) {
        assertThatThrownBy(() -> VersionRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    private String version() {
        StringBuilder version = new StringBuilder();
        for (int left = 1 + random.nextInt(5); left > 0; left--) {
            version.append(any(PIECES)).append(left > 1 ? any(SEPARATORS) : "");
        }
        return version.toString();
    }

    private String range() {
        if (random.nextInt(5) == 0) {
            return random.nextBoolean() ? "1.2" : any(PIECES) + "1";
        }
        StringBuilder range = new StringBuilder();
        for (int left = random.nextInt(3); left >= 0; left--) {
            range.append(random.nextBoolean() ? "[" : "(").append(any(BOUNDS));
            range.append(random.nextInt(4) > 0 ? " , " + any(BOUNDS) : "");
            range.append(random.nextInt(30) > 0 ? random.nextBoolean() ? "]" : ")" : "");
            range.append(left > 0 ? random.nextInt(9) == 0 ? " " : "," : "");
        }
        return range + (random.nextInt(20) == 0 ? ",1" : "");
    }

    private String any(String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String ours(String range, String version) {
        try {
            return String.valueOf(VersionRange.of(range).contains(new PluginVersion(version)));
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    /** As Connect reads it: a bare version is exactly that. */
    private static String real(String range, String version) {
        try {
            var read = org.apache.maven.artifact.versioning.VersionRange.createFromVersionSpec(range.trim());
            if (!read.hasRestrictions()) {
                read = org.apache.maven.artifact.versioning.VersionRange.createFromVersionSpec(
                        "[" + range.trim() + "]");
            }
            return String.valueOf(read.containsVersion(new DefaultArtifactVersion(version)));
        } catch (InvalidVersionSpecificationException e) {
            return "refused";
        }
    }
}
