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
package io.connectembedded.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java block of the README and of docs/ is, to the letter, a marked piece of a compiled source file. */
class SnippetsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SOURCES = ROOT.resolve("connect-embedded-test/src/test/java/io/connectembedded/docs");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SNIPPET =
            Pattern.compile("^ *// snippet: [a-z-]+\\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void every_java_block_is_a_piece_of_compiled_code() throws IOException {
        List<String> compiled = snippets();
        List<String> shown = blocks();
        assertThat(shown).isNotEmpty();
        assertThat(compiled).as("pieces of compiled code").containsAll(shown);
    }

    @Test
    void every_marked_piece_is_shown_somewhere() throws IOException {
        assertThat(blocks()).as("Java blocks of README and docs").containsAll(snippets());
    }

    private static List<String> snippets() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            files.sorted().forEach(file -> {
                Matcher matcher = SNIPPET.matcher(read(file));
                while (matcher.find()) {
                    found.add(matcher.group(1).stripTrailing().stripIndent());
                }
            });
        }
        return found;
    }

    private static List<String> blocks() throws IOException {
        List<String> found = new ArrayList<>();
        papers().forEach(file -> {
            Matcher matcher = BLOCK.matcher(read(file));
            while (matcher.find()) {
                found.add(matcher.group(1).stripTrailing().stripIndent());
            }
        });
        return found;
    }

    private static List<Path> papers() throws IOException {
        List<Path> papers = new ArrayList<>();
        papers.add(ROOT.resolve("README.md"));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(papers::add);
        }
        return papers;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
