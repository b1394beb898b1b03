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

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The house's floor plan. {@code API} lists the public packages, each importing only packages before it; {@code CORE}
 * says which internal packages each internal package may import. A new package gets a row here and in the design.
 */
final class Rooms {
    static final String BASE = "io.connectembedded";
    static final String INTERNAL = BASE + ".internal";

    static final List<String> API = List.of(
            BASE + ".spi",
            BASE + ".error",
            BASE + ".plugin",
            BASE + ".rest",
            BASE + ".status",
            BASE + ".offset",
            BASE + ".inapp",
            BASE + ".metrics",
            BASE + ".health",
            BASE + ".event",
            BASE);

    /** Core's packages that are not internal: further converters, the test harness's seam, Connect's own class names. */
    static final List<String> CORE_PUBLIC = List.of(BASE + ".convert", BASE + ".driver", "org.apache.kafka.connect..");

    static final Map<String, Set<String>> CORE = Map.ofEntries(
            entry("cluster", Set.of("log", "json", "config", "clients", "plugin", "metrics", "lifecycle")),
            entry("log", Set.of("clients")),
            entry("rest", Set.of("json", "config")),
            entry("source", Set.of("lifecycle", "transform", "error", "offset", "metrics", "clients")),
            entry("sink", Set.of("lifecycle", "transform", "error", "offset", "metrics", "clients")),
            entry("inapp", Set.of("source", "sink", "offset", "convert", "lifecycle")),
            entry("transform", Set.of("error", "plugin", "config", "lifecycle")),
            entry("error", Set.of("metrics", "lifecycle")),
            entry("convert", Set.of()),
            entry("offset", Set.of("log", "json", "config")),
            entry("json", Set.of()),
            entry("plugin", Set.of()),
            entry("config", Set.of("plugin")),
            entry("clients", Set.of("config")),
            entry("metrics", Set.of()),
            entry("health", Set.of("metrics")),
            entry("lifecycle", Set.of()));

    private static final String TOP = "engine";
    private static final String EVERYWHERE = "lifecycle";

    private Rooms() {}

    /** The first package below {@code internal}, empty for everything else. */
    static String roomOf(String packageName) {
        if (!packageName.startsWith(INTERNAL + ".")) {
            return "";
        }
        String rest = packageName.substring(INTERNAL.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    static boolean isPlanned(String room) {
        return room.equals(TOP) || CORE.containsKey(room);
    }

    static boolean mayImport(String room, String other) {
        return room.equals(other)
                || room.equals(TOP)
                || other.equals(EVERYWHERE)
                || CORE.getOrDefault(room, Set.of()).contains(other);
    }
}
