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

import io.connectembedded.internal.plugin.isolation.SharingRules;
import io.connectembedded.plugin.PluginType;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the classes of one location extend and implement, also through classes of the host, none of which is loaded. */
final class Hierarchy {

    private final Map<String, ClassFile> own;
    private final ClassLoader host;
    private final Map<String, Set<PluginType>> types = new HashMap<>();

    Hierarchy(Map<String, ClassFile> own, ClassLoader host) {
        this.own = own;
        this.host = host;
    }

    /** None when it is no plug-in, or when what it extends is nowhere. */
    Set<PluginType> typesOf(String className) {
        Set<PluginType> known = types.get(className);
        if (known != null) {
            return known;
        }
        types.put(className, Set.of()); // A class that extends itself by way of others ends here.
        Set<PluginType> found = EnumSet.noneOf(PluginType.class);
        PluginApi.named(className).ifPresent(found::add);
        ClassFile file = find(className);
        if (file != null) {
            if (file.superName() != null) {
                found.addAll(typesOf(file.superName()));
            }
            file.interfaces().forEach(each -> found.addAll(typesOf(each)));
        }
        types.put(className, found);
        return found;
    }

    private @Nullable ClassFile find(String className) {
        if (className.startsWith("java.")) {
            return null; // The JDK knows nothing of Connect.
        }
        ClassFile mine = SharingRules.isShared(className) ? null : own.get(className);
        return mine == null ? ofHost(className) : mine;
    }

    private @Nullable ClassFile ofHost(String className) {
        try (InputStream in = host.getResourceAsStream(className.replace('.', '/') + ".class")) {
            return in == null ? null : ClassFileReader.read(in.readAllBytes());
        } catch (IOException e) {
            return null; // As if it was not there: whoever extends it fails to load, and says so then.
        }
    }
}
