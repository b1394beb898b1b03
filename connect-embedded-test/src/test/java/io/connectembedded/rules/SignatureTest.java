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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public signatures are committed, so that a change to them is seen in review and named in the changelog. */
class SignatureTest {
    private static final String UPDATE =
            "mvn -pl connect-embedded-test -am test -Dtest=SignatureTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dsignatures.update=true";
    private static final int DIGITS = 8;

    private final Checkout checkout = Checkout.find();

    @ParameterizedTest
    @ValueSource(strings = {"connect-embedded-api", "connect-embedded-core", "connect-embedded-test"})
    void the_public_signatures_are_the_committed_ones(String module) throws IOException {
        String actual = Signatures.of(Modules.load(module));
        Path file = checkout.root.resolve(module).resolve("signatures.txt");
        if (Boolean.getBoolean("signatures.update")) {
            Files.writeString(file, actual);
        }
        List<String> committed = Checkout.read(file).lines().toList();

        assertThat(actual.lines().filter(line -> !committed.contains(line)))
                .as("new in %s; if you mean it: %s", module, UPDATE)
                .isEmpty();
        assertThat(committed.stream().filter(line -> !actual.lines().toList().contains(line)))
                .as("gone from %s, which breaks its users; if you mean it: %s", module, UPDATE)
                .isEmpty();
        assertThat(actual).as("%s; %s", file, UPDATE).isEqualTo(Checkout.read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect-embedded-api", "connect-embedded-core", "connect-embedded-test"})
    void the_changelog_names_the_last_change_to_the_signatures(String module) {
        String marker = "<!-- signatures " + module + ": " + digest(checkout.read(module + "/signatures.txt")) + " -->";

        assertThat(unreleased())
                .as("CHANGELOG.md, Unreleased: say what changed for users of %s and put the line '%s'", module, marker)
                .contains(marker);
    }

    private String unreleased() {
        String changelog = checkout.read("CHANGELOG.md");
        int start = changelog.indexOf("\n## [Unreleased]");
        int next = changelog.indexOf("\n## ", start + 1);
        return start < 0 ? "" : changelog.substring(start, next < 0 ? changelog.length() : next);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
