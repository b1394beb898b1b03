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

import io.connectembedded.internal.plugin.isolation.PluginLocation;
import io.connectembedded.plugin.PluginType;

/**
 * A plug-in of a location, which nobody has loaded yet.
 *
 * @param declared whether a service file of the location names it
 */
public record Found(String className, PluginType type, PluginLocation location, boolean declared) {

    /** The same plug-in, whatever told of it. */
    boolean isSame(Found other) {
        return className.equals(other.className) && type == other.type && location.equals(other.location);
    }
}
