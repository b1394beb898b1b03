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

import io.connectembedded.internal.lifecycle.LoaderInUse;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes and resources of one location: its own first, then the host's; what {@link SharingRules} name, the
 * host's first. Of service files it has only its own. It stays open until the worker has closed it and no thread
 * is in its code any more (I8).
 */
final class PluginClassLoader extends URLClassLoader implements LoaderInUse {

    private static final Logger LOG = LoggerFactory.getLogger(PluginClassLoader.class);
    private static final String SERVICES = "META-INF/services/";

    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final PluginLocation location;
    private final ClassLoader host;
    private final OwnJars jars;
    private final LocationDrivers drivers;
    private final AtomicInteger inside = new AtomicInteger(); // calls under way
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean closing;

    PluginClassLoader(PluginLocation location, ClassLoader host) {
        this(location, host, new OwnJars());
    }

    private PluginClassLoader(PluginLocation location, ClassLoader host, OwnJars jars) {
        super(location.name(), urls(location), host, jars);
        this.jars = jars;
        this.location = location;
        this.host = host;
        this.drivers = new LocationDrivers(this);
        SharedThreads.start();
    }

    private static URL[] urls(PluginLocation location) {
        List<URL> urls = new ArrayList<>();
        for (Path each : location.classPath()) {
            try {
                urls.add(each.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(each + " has no URL", e);
            }
        }
        return urls.toArray(new URL[0]);
    }

    PluginLocation location() {
        return location;
    }

    // ---- what it loads --------------------------------------------------------------------------------------------

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SharingRules.isShared(name)) {
            return super.loadClass(name, resolve);
        }
        Class<?> own = own(name);
        Class<?> found = own == null ? host.loadClass(name) : own;
        if (resolve) {
            resolveClass(found);
        }
        return found;
    }

    private @Nullable Class<?> own(String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return null; // The host's, then.
            }
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null || name.startsWith(SERVICES) ? own : host.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(findResources(name));
        if (!name.startsWith(SERVICES)) {
            all.addAll(Collections.list(host.getResources(name)));
        }
        return Collections.enumeration(all);
    }

    /** A class of ours under the eyes of callers who ask which loader calls. */
    Class<?> defineAlso(Class<?> ours, byte[] code) {
        return defineClass(ours.getName(), code, 0, code.length, ours.getProtectionDomain());
    }

    // ---- how long it lives ----------------------------------------------------------------------------------------

    /** To be called before a plug-in of it is made; its JDBC drivers are there afterwards. */
    void beforePlugin() {
        drivers.register(host);
    }

    @Override
    public void enter() {
        inside.incrementAndGet();
    }

    @Override
    public void leave() {
        if (inside.decrementAndGet() == 0 && closing) {
            closeOnce();
        }
    }

    /** At once, or by the last thread that is in its code. */
    @Override
    public void close() {
        closing = true;
        if (inside.get() == 0) {
            closeOnce();
        }
    }

    private void closeOnce() {
        if (closed.compareAndSet(false, true)) {
            closeNow();
        }
    }

    private void closeNow() {
        drivers.deregister();
        ResourceBundle.clearCache(this);
        try {
            super.close();
            jars.close();
        } catch (IOException e) {
            LOG.warn("Not all archives of {} are closed; files may stay open until this process ends", location, e);
        }
    }

    @Override
    public String toString() {
        return "plug-ins of " + location;
    }
}
