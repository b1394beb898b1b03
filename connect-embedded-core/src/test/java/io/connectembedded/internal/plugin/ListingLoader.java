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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees the classes of the tests, the service files a test gives it and no others; remembers what it was asked for. */
final class ListingLoader extends ClassLoader {

    final List<String> asked = new ArrayList<>();
    private final Map<String, String> files = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private final Set<String> broken = new HashSet<>();

    ListingLoader() {
        super(ListingLoader.class.getClassLoader());
    }

    void list(Class<?> type, String... lines) {
        files.put("META-INF/services/" + type.getName(), String.join("\n", lines));
    }

    void hide(String prefix) {
        hidden.add(prefix);
    }

    void breakLinkOf(String className) {
        broken.add(className);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        asked.add(name);
        if (hidden.stream().anyMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        if (broken.contains(name)) {
            throw new NoClassDefFoundError("org/example/Driver");
        }
        return super.loadClass(name, resolve);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        String text = files.get(name);
        return text == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(url(name, text)));
    }

    private static URL url(String name, String text) throws MalformedURLException {
        return new URL(null, "memory:/" + name, new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return connection(url, text);
            }
        });
    }

    private static URLConnection connection(URL url, String text) {
        return new URLConnection(url) {
            @Override
            public void connect() {}

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
        };
    }
}
