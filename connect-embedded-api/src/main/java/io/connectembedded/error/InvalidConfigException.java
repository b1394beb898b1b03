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
package io.connectembedded.error;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A configuration cannot be used. Thrown by {@code build()}, by {@code ConnectorSpec.load} and by the operations
 * that create or change a connector; it holds every problem found, not only the first, and its message has one line
 * for each.
 */
public final class InvalidConfigException extends ConnectEmbeddedException {
    private static final long serialVersionUID = 1L;

    private final ConfigProblem[] problems;

    /**
     * Creates an exception from what was found.
     *
     * @param problems every problem; at least one
     * @throws IllegalArgumentException when {@code problems} is empty
     */
    public InvalidConfigException(List<ConfigProblem> problems) {
        super(message(problems));
        this.problems = problems.toArray(ConfigProblem[]::new);
    }

    /** Every problem found, in the order of finding; never empty. */
    public List<ConfigProblem> problems() {
        return List.of(problems);
    }

    private static String message(List<ConfigProblem> problems) {
        Objects.requireNonNull(problems, "problems");
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems is empty: an invalid configuration has at least one");
        }
        String title = problems.size() == 1
                ? "The configuration has 1 problem:"
                : "The configuration has " + problems.size() + " problems:";
        return problems.stream()
                .map(problem -> System.lineSeparator() + "  " + oneLine(problem.toString()))
                .collect(Collectors.joining("", title, ""));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
