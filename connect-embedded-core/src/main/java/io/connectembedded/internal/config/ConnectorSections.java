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

import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.config.keys.TopicCreationKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a connector's config whose keys hold aliases; the config has passed validation. */
final class ConnectorSections {

    private static final String TYPE = "type";
    private static final String PREDICATE = "predicate";
    private static final String NEGATE = "negate";
    private static final Set<String> NO_OPTIONS = Set.of(TYPE, ConnectorKeys.VERSION_SUFFIX);
    private static final Set<String> GROUP_KEYS = Set.of(
            TopicCreationKeys.INCLUDE,
            TopicCreationKeys.EXCLUDE,
            TopicCreationKeys.REPLICATION,
            TopicCreationKeys.PARTITIONS);

    private final Map<String, String> config;

    ConnectorSections(Map<String, String> config) {
        this.config = config;
    }

    List<TransformSettings> transforms() {
        List<TransformSettings> chain = new ArrayList<>();
        for (String alias : list(config.get(ConnectorKeys.TRANSFORMS))) {
            Map<String, String> options = below(ConnectorKeys.TRANSFORMS + "." + alias + ".", NO_OPTIONS);
            @Nullable String predicate = trimmed(options.remove(PREDICATE));
            boolean negate =
                    Boolean.parseBoolean(options.getOrDefault(NEGATE, "false").trim());
            options.remove(NEGATE);
            chain.add(new TransformSettings(
                    alias,
                    type(ConnectorKeys.TRANSFORMS, alias),
                    version(ConnectorKeys.TRANSFORMS, alias),
                    predicate,
                    negate,
                    Map.copyOf(options)));
        }
        return List.copyOf(chain);
    }

    List<PredicateSettings> predicates() {
        return list(config.get(ConnectorKeys.PREDICATES)).stream()
                .map(alias -> new PredicateSettings(
                        alias,
                        type(ConnectorKeys.PREDICATES, alias),
                        version(ConnectorKeys.PREDICATES, alias),
                        Map.copyOf(below(ConnectorKeys.PREDICATES + "." + alias + ".", NO_OPTIONS))))
                .toList();
    }

    /** In the order in which they are asked; none when the config says nothing about topics. */
    List<TopicGroup> topicGroups() {
        return TopicCreationKeys.areIn(config)
                ? TopicCreationKeys.groups(config).stream().map(this::group).toList()
                : List.of();
    }

    private TopicGroup group(String name) {
        boolean byDefault = name.equals(TopicCreationKeys.DEFAULT);
        return new TopicGroup(
                name,
                byDefault ? List.of(Pattern.compile(".*")) : patterns(name, TopicCreationKeys.INCLUDE),
                byDefault ? List.of() : patterns(name, TopicCreationKeys.EXCLUDE),
                number(name, TopicCreationKeys.REPLICATION, Short::valueOf),
                number(name, TopicCreationKeys.PARTITIONS, Integer::valueOf),
                Map.copyOf(below(TopicCreationKeys.PREFIX + name + ".", GROUP_KEYS)));
    }

    private List<Pattern> patterns(String group, String key) {
        return list(config.get(TopicCreationKeys.PREFIX + group + "." + key)).stream()
                .map(Pattern::compile)
                .toList();
    }

    private <T> T number(String group, String key, Function<String, T> parse) {
        String own = config.get(TopicCreationKeys.PREFIX + group + "." + key);
        String given = own == null ? config.get(TopicCreationKeys.PREFIX + TopicCreationKeys.DEFAULT + "." + key) : own;
        return parse.apply(given == null ? "-1" : given.trim());
    }

    private String type(String list, String alias) {
        return config.getOrDefault(list + "." + alias + "." + TYPE, "").trim();
    }

    private @Nullable String version(String list, String alias) {
        return trimmed(config.get(list + "." + alias + "." + ConnectorKeys.VERSION_SUFFIX));
    }

    private Map<String, String> below(String prefix, Set<String> without) {
        Map<String, String> options = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix) && !without.contains(key.substring(prefix.length()))) {
                options.put(key.substring(prefix.length()), value);
            }
        });
        return options;
    }

    /** Properties files keep blanks at the end of a line. */
    private static @Nullable String trimmed(@Nullable String text) {
        return text == null ? null : text.trim();
    }

    private static List<String> list(@Nullable String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(",", -1))
                        .map(String::trim)
                        .filter(each -> !each.isEmpty())
                        .toList();
    }
}
