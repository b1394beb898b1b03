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
package io.connectembedded.test.internal.junit;

import io.connectembedded.test.internal.broker.ServerThreads;
import io.connectembedded.test.internal.junit.log.LogLine;
import io.connectembedded.test.internal.junit.log.LogTap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The warnings and errors logged since a test began, save those of the machinery of a broker. */
final class LoggedLines implements AutoCloseable {

    /** Kafka's server, which also logs on the thread that starts or stops it, and Testcontainers. */
    private static final Pattern MACHINERY =
            Pattern.compile("(kafka|state\\.change\\.logger|tc|org\\.testcontainers|com\\.github\\.dockerjava"
                    + "|org\\.apache\\.kafka\\.(controller|coordinator|image|metadata|network|queue|raft|server"
                    + "|snapshot|storage))(\\..*)?");

    /** Kafka's word for a topic that is being created: its leader is not chosen yet. */
    private static final Pattern NEW_TOPIC = Pattern.compile(
            "\\S+ org\\.apache\\.kafka\\.clients\\.NetworkClient .*LEADER_NOT_AVAILABLE.*", Pattern.DOTALL);

    // Guarded by itself.
    private final List<LogLine> lines = new ArrayList<>();
    private final LogTap tap = LogTap.open(this::heard);

    private void heard(LogLine line) {
        if (counts(line)) {
            synchronized (lines) {
                lines.add(line);
            }
        }
    }

    private static boolean counts(LogLine line) {
        return !ServerThreads.own(line.thread())
                && !MACHINERY.matcher(line.logger()).matches()
                && !NEW_TOPIC.matcher(line.text()).matches();
    }

    /** Those that count and are not allowed. */
    List<String> unexpected(List<String> allowed, Predicate<Thread> counts) {
        List<Predicate<String>> patterns =
                allowed.stream().map(LoggedLines::compiled).toList();
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> counts.test(line.thread()))
                    .filter(line -> patterns.stream().noneMatch(pattern -> pattern.test(line.text())))
                    .map(line -> "Logged, and no allowedLogs of @ConnectTest allows it: " + line)
                    .toList();
        }
    }

    private static Predicate<String> compiled(String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL).asPredicate();
        } catch (PatternSyntaxException e) {
            throw new ExtensionConfigurationException(
                    "allowedLogs of @ConnectTest has '" + regex + "', which is no regular expression", e);
        }
    }

    @Override
    public void close() {
        tap.close();
    }
}
