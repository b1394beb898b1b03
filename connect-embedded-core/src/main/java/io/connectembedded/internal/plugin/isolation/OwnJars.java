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
package io.connectembedded.internal.plugin.isolation;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.URLStreamHandlerFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Opens what is in the archives of one loader without the JDK's cache of open archives, which is one for the whole JVM:
 * it would keep files open after the loader is closed, and closing them would take them from another worker. Closes
 * what plug-ins left open. Any thread.
 */
final class OwnJars extends URLStreamHandler implements URLStreamHandlerFactory, AutoCloseable {

    private final Set<JarFile> opened = Collections.newSetFromMap(new WeakHashMap<>()); // guarded by itself
    private boolean closed; // guarded by opened

    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        return protocol.equals("jar") ? this : null;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        URLConnection connection = new URL(url.toExternalForm()).openConnection();
        connection.setUseCaches(false);
        return connection instanceof JarURLConnection jar ? new OwnJarConnection(url, jar, this) : connection;
    }

    /** As the JDK does: for an archive's entries a leading slash is the root of the archive, not that of the URL. */
    @Override
    protected void parseURL(URL url, String spec, int start, int limit) {
        String file = url.getFile();
        int root = file.indexOf("!/");
        if (start < limit && spec.charAt(start) == '/' && root >= 0) {
            String entry = spec.substring(start, limit);
            setURL(url, url.getProtocol(), "", -1, null, null, file.substring(0, root + 1) + entry, null, url.getRef());
        } else {
            super.parseURL(url, spec, start, limit);
        }
    }

    void opened(JarFile jar) throws IOException {
        synchronized (opened) {
            if (!closed) {
                opened.add(jar);
                return;
            }
        }
        jar.close();
        throw new IOException("The worker whose plug-in reads " + jar.getName() + " is closed");
    }

    @Override
    public void close() throws IOException {
        List<JarFile> left;
        synchronized (opened) {
            closed = true;
            left = new ArrayList<>(opened);
        }
        for (JarFile jar : left) {
            jar.close();
        }
    }
}
