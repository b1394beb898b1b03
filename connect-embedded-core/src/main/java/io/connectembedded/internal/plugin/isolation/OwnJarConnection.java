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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.Permission;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The JDK's connection to an entry of an archive, which tells what it opens; it is not cached, whatever is asked. */
final class OwnJarConnection extends JarURLConnection {

    private final JarURLConnection entry;
    private final OwnJars owner;

    OwnJarConnection(URL url, JarURLConnection entry, OwnJars owner) throws MalformedURLException {
        super(url);
        this.entry = entry;
        this.owner = owner;
        this.useCaches = false;
    }

    @Override
    public void connect() throws IOException {
        if (!connected) {
            entry.connect();
            owner.opened(entry.getJarFile());
            connected = true;
        }
    }

    @Override
    public JarFile getJarFile() throws IOException {
        connect();
        return entry.getJarFile();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        connect();
        return entry.getInputStream();
    }

    @Override
    public void setUseCaches(boolean asked) {
        // The loader could not close what the JDK has in its cache.
    }

    /** The JDK's would open the archive as a file besides, and leave it open. */
    @Override
    public long getLastModified() {
        try {
            return new File(getJarFile().getName()).lastModified();
        } catch (IOException e) {
            return 0; // As the JDK says it.
        }
    }

    @Override
    public long getContentLengthLong() {
        try {
            JarEntry found = getJarEntry();
            return found == null ? new File(getJarFile().getName()).length() : found.getSize();
        } catch (IOException e) {
            return -1; // As the JDK says it.
        }
    }

    @Override
    public String getContentType() {
        String name = getEntryName();
        String guessed = name == null ? "x-java/jar" : guessContentTypeFromName(name);
        return guessed == null ? "content/unknown" : guessed;
    }

    @Override
    public Permission getPermission() throws IOException {
        return entry.getPermission();
    }
}
