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
package io.connectembedded.internal.plugin;

import io.connectembedded.internal.plugin.isolation.PluginLoaders;
import io.connectembedded.internal.plugin.isolation.PluginLocation;
import io.connectembedded.plugin.PluginInfo;

/** A class that a request may mean; loaded, not initialised. */
record Candidate(Class<?> type) {

    /** {@code classpath}, or the location that holds it. */
    String place() {
        return PluginLoaders.locationOf(type).map(PluginLocation::toString).orElse(PluginInfo.CLASS_PATH);
    }

    boolean isOfHost() {
        return PluginLoaders.locationOf(type).isEmpty();
    }
}
