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
package io.connectembedded.plugin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One plug-in at one place. Immutable.
 *
 * @param className its class; empty when the place itself cannot be read
 * @param type what it is; a class of two types is listed twice, as in Connect
 * @param version what the plug-in says of itself, or {@code undefined}
 * @param location {@code classpath}, or the jar or folder of {@code plugin.path} that holds it; {@code plugin.path}
 *     itself when that cannot be read
 * @param problem why it cannot be used, one sentence; null when it can
 */
public record PluginInfo(
        String className,
        PluginType type,
        String version,
        String location,
        @Nullable String problem) {
    /** The version of a plug-in that tells none, as in Connect. */
    public static final String UNDEFINED_VERSION = "undefined";

    /** The location of what is on the host's class path, as in Connect. */
    public static final String CLASS_PATH = "classpath";

    public PluginInfo {
        Objects.requireNonNull(className, "className");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(location, "location");
    }
}
