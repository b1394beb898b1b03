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
package io.connectembedded.internal.plugin.discovery;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How the plug-ins of a location are found, {@code plugin.discovery} (KIP-898). The class path is never scanned. */
public enum DiscoveryMode {
    /** By their class files; service files count for config providers and override policies alone. */
    ONLY_SCAN,
    /** By service files, and by class files where these do not answer. */
    HYBRID_WARN,
    /** As above, and a plug-in without a service file is refused. */
    HYBRID_FAIL,
    /** By service files. */
    SERVICE_LOAD;

    public static final DiscoveryMode DEFAULT = HYBRID_WARN;

    /** Of the setting's value, in any case of letters. */
    public static Optional<DiscoveryMode> of(String value) {
        return Stream.of(values())
                .filter(mode -> mode.name().equals(value.trim().toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    boolean readsServiceFiles() {
        return this != ONLY_SCAN;
    }

    boolean scans() {
        return this != SERVICE_LOAD;
    }
}
