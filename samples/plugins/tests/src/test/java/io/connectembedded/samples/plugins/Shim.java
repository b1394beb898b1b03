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
package io.connectembedded.samples.plugins;

import io.connectembedded.ConnectWorker;
import io.connectembedded.internal.plugin.isolation.PluginLoaders;
import io.connectembedded.internal.plugin.isolation.PluginPath;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

final class Shim extends ClassLoader {
    final List<ClassLoader> all = new ArrayList<>();

    Shim(Path... paths) {
        super(Shim.class.getClassLoader());
        PluginLoaders loaders = new PluginLoaders(Shim.class.getClassLoader());
        PluginPath.of(List.of(paths)).locations().forEach(l -> all.add(loaders.of(l)));
    }

    static ConnectWorker.Builder on(ConnectWorker.Builder builder, Path... paths) {
        return builder.classLoader(new Shim(paths));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        for (ClassLoader each : all) {
            try {
                Class<?> found = each.loadClass(name);
                if (found.getClassLoader() == each) {
                    return found;
                }
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
        return getParent().loadClass(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> urls = new ArrayList<>(Collections.list(super.getResources(name)));
        for (ClassLoader each : all) {
            urls.addAll(Collections.list(each.getResources(name)));
        }
        return Collections.enumeration(urls);
    }
}
