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
package io.connectembedded.internal.config.provider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigTransformer;
import org.jspecify.annotations.Nullable;

/**
 * Puts references back into the task configs that a connector makes of resolved values, so that no secret is stored or
 * shown and a rotated one is no change. As in Connect, a key that holds a reference in the connector's config has it in
 * the task's; beyond Connect, so has every other value of a task config in which a secret is found.
 */
public final class References {

    /** A shorter value, or a mere number, may well stand in a text by chance. */
    private static final int SHORTEST = 6;

    private final Map<String, String> raw;
    private final Map<String, String> references;
    private final List<String> secrets;

    public References(Map<String, String> rawConnectorConfig, Resolution resolution) {
        this.raw = rawConnectorConfig;
        this.references = resolution.references();
        this.secrets = references.keySet().stream()
                .filter(secret -> secret.length() >= SHORTEST && !secret.chars().allMatch(Character::isDigit))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** A copy of each, with references; null for null, which its reader reports. */
    public @Nullable List<Map<String, String>> restored(@Nullable List<Map<String, String>> taskConfigs) {
        if (taskConfigs == null || taskConfigs.stream().anyMatch(Objects::isNull)) {
            // Whoever takes the answer says what is wrong with it.
            return taskConfigs;
        }
        List<Map<String, String>> all = new ArrayList<>();
        for (Map<String, String> each : taskConfigs) {
            Map<String, String> copy = new LinkedHashMap<>(each);
            copy.replaceAll(this::restored);
            all.add(copy);
        }
        return all;
    }

    private @Nullable String restored(String key, @Nullable String value) {
        String written = raw.get(key);
        if (written != null
                && ConfigTransformer.DEFAULT_PATTERN.matcher(written).find()) {
            return written;
        }
        String text = value;
        for (String secret : secrets) {
            text = text == null ? null : text.replace(secret, references.get(secret));
        }
        return text;
    }
}
