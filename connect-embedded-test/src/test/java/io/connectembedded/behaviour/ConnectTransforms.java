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
package io.connectembedded.behaviour;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.apache.kafka.connect.transforms.Filter;

/** The transformations and predicates of Kafka's connect-transforms, each with options that change something. */
final class ConnectTransforms {

    private static final String PACKAGE = "org/apache/kafka/connect/transforms/";

    /** Options by simple name of the outer class; the classes nested in it have the same. */
    private static final Map<String, Map<String, String>> OPTIONS = Map.ofEntries(
            Map.entry("Cast", Map.of("spec", "a:int64")),
            Map.entry("DropHeaders", Map.of("headers", "h")),
            Map.entry("ExtractField", Map.of("field", "b")),
            Map.entry("Filter", Map.of()),
            Map.entry("Flatten", Map.of("delimiter", "_")),
            Map.entry("HeaderFrom", Map.of("fields", "b", "headers", "of-b", "operation", "move")),
            Map.entry("HoistField", Map.of("field", "all")),
            Map.entry("InsertField", Map.of("static.field", "s", "static.value", "more")),
            Map.entry("InsertHeader", Map.of("header", "inserted", "value.literal", "5")),
            Map.entry("MaskField", Map.of("fields", "b", "replacement", "***")),
            Map.entry("RegexRouter", Map.of("regex", "(.*)", "replacement", "routed-$1")),
            Map.entry("ReplaceField", Map.of("exclude", "b", "renames", "a:z")),
            Map.entry("SetSchemaMetadata", Map.of("schema.name", "named", "schema.version", "3")),
            Map.entry("TimestampConverter", Map.of("field", "ts", "target.type", "string", "format", "yyyy-MM-dd")),
            Map.entry("TimestampRouter", Map.of("topic.format", "${topic}-at-${timestamp}")),
            Map.entry("ValueToKey", Map.of("fields", "a")),
            Map.entry("HasHeaderKey", Map.of("name", "h")),
            Map.entry("RecordIsTombstone", Map.of()),
            Map.entry("TopicNameMatches", Map.of("pattern", ".*one.*")));

    private ConnectTransforms() {}

    /** Every class of the jar of this type that can be made. */
    static <T> Set<String> classes(Class<T> type) throws IOException, URISyntaxException, ClassNotFoundException {
        Set<String> names = new TreeSet<>();
        try (JarFile jar = new JarFile(Filter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()
                .getPath())) {
            for (String entry : jar.stream().map(each -> each.getName()).toList()) {
                if (entry.startsWith(PACKAGE) && entry.endsWith(".class")) {
                    String name = entry.substring(0, entry.length() - ".class".length())
                            .replace('/', '.');
                    Class<?> found = Class.forName(name);
                    if (type.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers())) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    /** Throws for a class nobody wrote options for: what is new must be covered first. */
    static Map<String, String> options(String className) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        Map<String, String> options = OPTIONS.get(simple.replaceAll("\\$.*", ""));
        if (options == null) {
            throw new AssertionError("No options for " + className + "; add some that change something");
        }
        return options;
    }
}
