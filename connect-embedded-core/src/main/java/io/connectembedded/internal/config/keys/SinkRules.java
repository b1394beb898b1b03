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
package io.connectembedded.internal.config.keys;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Connect's rules across the keys of a sink; messages are Connect's. */
public final class SinkRules {

    private final String topics;
    private final String regex;
    private final String deadLetters;

    private SinkRules(Map<String, String> config) {
        this.topics = config.getOrDefault(SinkKeys.TOPICS, "");
        this.regex = config.getOrDefault(SinkKeys.TOPICS_REGEX, "");
        this.deadLetters = config.getOrDefault(ErrorKeys.DLQ_TOPIC, "").trim();
    }

    /** {@code errors} gets key and message of each rule that is broken. */
    public static void check(Map<String, String> config, BiConsumer<String, String> errors) {
        SinkRules rules = new SinkRules(config);
        rules.oneOfBoth(errors);
        if (!rules.deadLetters.isEmpty()) {
            rules.noLoop(errors);
        }
    }

    private void oneOfBoth(BiConsumer<String, String> errors) {
        if (topics.isBlank() != regex.isBlank()) {
            return;
        }
        String message = topics.isBlank()
                ? "Must configure one of topics or topics.regex"
                : "topics and topics.regex are mutually exclusive options, but both are set.";
        errors.accept(SinkKeys.TOPICS, message);
        errors.accept(SinkKeys.TOPICS_REGEX, message);
    }

    /** A dead letter the sink reads itself would go round for ever. */
    private void noLoop(BiConsumer<String, String> errors) {
        List<String> names = Stream.of(topics.split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (names.contains(deadLetters)) {
            errors.accept(
                    SinkKeys.TOPICS,
                    "The DLQ topic '" + deadLetters + "' may not be included in the list of topics ('topics=" + names
                            + "') consumed by the connector");
        }
        if (!regex.isBlank() && matches()) {
            errors.accept(
                    SinkKeys.TOPICS_REGEX,
                    "The DLQ topic '" + deadLetters + "' may not be matched by the regex for the topics ('topics.regex="
                            + regex + "') consumed by the connector");
        }
    }

    private boolean matches() {
        try {
            return Pattern.compile(regex).matcher(deadLetters).matches();
        } catch (PatternSyntaxException e) {
            return false; // told already by the check of the key itself
        }
    }
}
