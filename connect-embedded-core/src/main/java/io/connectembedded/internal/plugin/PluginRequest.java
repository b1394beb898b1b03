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

import org.jspecify.annotations.Nullable;

/**
 * The plug-in a config asks for.
 *
 * @param name class name or alias
 * @param version a range in Maven's syntax (KIP-891); null, blank or {@code latest} is the newest
 * @param beside the connector's class: its own location is preferred when no version is asked
 */
public record PluginRequest(
        String name,
        PluginKind kind,
        @Nullable String version,
        @Nullable Class<?> beside) {

    /** The newest, wherever it is. */
    public static PluginRequest newest(String name, PluginKind kind) {
        return new PluginRequest(name, kind, null, null);
    }
}
