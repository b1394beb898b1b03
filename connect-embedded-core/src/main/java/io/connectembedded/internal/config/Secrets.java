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
package io.connectembedded.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;

/** The secret values of one config, and how to keep them out of every text. */
public final class Secrets {

    private static final String HIDDEN = "[hidden]";
    private static final int SHORTEST = 3;

    private final List<String> values; // longest first, for one may hold another

    private Secrets(List<String> values) {
        this.values = values;
    }

    /** {@code def} tells which keys are passwords; keys it does not know are judged by their names. */
    public static Secrets of(Map<String, String> config, ConfigDef def) {
        return new Secrets(config.entrySet().stream()
                .filter(entry -> isSecret(entry.getKey(), def))
                .map(Map.Entry::getValue)
                // Hiding one or two characters wherever they stand would only garble the text.
                .filter(value -> value.length() >= SHORTEST && !value.startsWith("${"))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** These and further values, such as those that came from config providers. */
    public Secrets and(Collection<String> more) {
        return new Secrets(Stream.concat(values.stream(), more.stream())
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    public static boolean isSecret(String key, ConfigDef def) {
        ConfigDef.ConfigKey known = def.configKeys().get(key);
        if (known != null) {
            return known.type() == ConfigDef.Type.PASSWORD;
        }
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("credential")
                || lower.endsWith("sasl.jaas.config")
                || lower.endsWith(".key");
    }

    public String redact(String text) {
        String result = text;
        for (String value : values) {
            result = result.replace(value, HIDDEN);
        }
        return result;
    }
}
