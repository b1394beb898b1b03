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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The list of accepted findings, one line each: {@code rule | subject | ceiling or - | reason}. */
final class HouseExceptions {
    static final String FILE = "house-rules-exceptions.txt";

    private final List<Entry> entries;

    private HouseExceptions(List<Entry> entries) {
        this.entries = entries;
    }

    static HouseExceptions load() throws IOException {
        try (InputStream in = HouseExceptions.class.getResourceAsStream("/" + FILE)) {
            if (in == null) {
                throw new IOException(FILE + " is not on the test class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static HouseExceptions parse(String text) {
        return new HouseExceptions(text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Entry::parse)
                .toList());
    }

    /** What is left to mend: findings nobody excepted, and exceptions nobody needs. */
    List<String> judge(List<Finding> findings) {
        List<String> problems = new ArrayList<>();
        for (Finding finding : findings) {
            if (entries.stream().noneMatch(entry -> entry.covers(finding))) {
                problems.add(finding.toString());
            }
        }
        for (Entry entry : entries) {
            if (findings.stream().noneMatch(entry::covers)) {
                problems.add("no longer needed in " + FILE + ", delete the line: " + entry);
            }
        }
        return problems;
    }

    private record Entry(String rule, String subject, int ceiling, String reason) {
        private static final Pattern BAR = Pattern.compile("\\|");
        private static final int FIELDS = 4;

        static Entry parse(String line) {
            List<String> fields = BAR.splitAsStream(line)
                    .map(String::strip)
                    .filter(field -> !field.isEmpty())
                    .toList();
            if (fields.size() != FIELDS) {
                throw new IllegalArgumentException(
                        FILE + " wants 'rule | subject | ceiling or - | reason', not: " + line);
            }
            int ceiling = fields.get(2).equals("-") ? 0 : Integer.parseInt(fields.get(2));
            return new Entry(fields.get(0), fields.get(1), ceiling, fields.get(3));
        }

        boolean covers(Finding finding) {
            return finding.rule().equals(rule) && finding.subject().equals(subject) && finding.size() <= ceiling;
        }
    }
}
