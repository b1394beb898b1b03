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
package io.connectembedded.internal.config.keys;

import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.internal.plugin.PluginRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plug-in that one key of a config names, in the version another key asks for (KIP-891).
 *
 * @param type its class; when only the version is not there, that of the newest
 * @param noVersion why the version is not there; null when it is
 */
public record NamedPlugin(Class<?> type, @Nullable PluginNotFoundException noVersion) {

    private static final String TYPE = ".type";
    private static final String CLASS = ".class";

    /** The key that says the version of what {@code key} names. */
    public static String versionKey(String key) {
        String owner = key;
        for (String suffix : new String[] {TYPE, CLASS}) {
            owner = owner.endsWith(suffix) ? owner.substring(0, owner.length() - suffix.length()) : owner;
        }
        return owner + "." + ConnectorKeys.VERSION_SUFFIX;
    }

    /** {@code beside} is the connector's class, whose own location is looked in first; null for the worker's plug-ins. */
    public static PluginRequest request(
            Map<String, String> config, String key, PluginKind kind, @Nullable Class<?> beside) {
        String name = config.getOrDefault(key, "").trim();
        return new PluginRequest(name, kind, config.get(versionKey(key)), beside);
    }

    /** The exception is about the name, never about the version. */
    public static NamedPlugin find(PluginClasses plugins, PluginRequest asked) throws PluginNotFoundException {
        try {
            return new NamedPlugin(plugins.find(asked), null);
        } catch (PluginNotFoundException e) {
            if (asked.version() == null || asked.version().isBlank()) {
                throw e;
            }
            PluginRequest newest = new PluginRequest(asked.name(), asked.kind(), null, asked.beside());
            return new NamedPlugin(plugins.find(newest), e);
        }
    }
}
