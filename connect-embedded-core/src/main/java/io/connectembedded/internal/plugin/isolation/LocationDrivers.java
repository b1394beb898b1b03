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
import java.io.InputStream;
import java.sql.Driver;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC drivers of one location, which the JDK keeps in one list for the whole JVM: there when its first plug-in is
 * made, as in Connect, and gone when its loader is closed.
 */
final class LocationDrivers {

    private static final Logger LOG = LoggerFactory.getLogger(LocationDrivers.class);

    private final PluginClassLoader loader;
    private final FutureTask<Void> registering;
    private volatile @Nullable ClassLoader host;
    private volatile @Nullable Callable<List<String>> desk;

    LocationDrivers(PluginClassLoader loader) {
        this.loader = loader;
        this.registering = new FutureTask<>(this::registerAll, null);
    }

    /** The first caller makes them, others wait for him, unless they are interrupted; none holds a lock of ours. */
    void register(ClassLoader hostLoader) {
        host = hostLoader;
        registering.run();
        try {
            registering.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.debug("The JDBC drivers of {} are not registered", loader, e.getCause());
        }
    }

    private void registerAll() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            // The JDK looks for the host's drivers once, with the context loader of whoever comes first.
            thread.setContextClassLoader(host);
            var unused = java.sql.DriverManager.getDrivers();
            desk = openDesk();
            thread.setContextClassLoader(loader);
            createAll();
        } catch (ReflectiveOperationException | IOException | LinkageError e) {
            // A JVM without the module java.sql has no drivers either.
            LOG.debug("No JDBC drivers are looked for in {}", loader, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void createAll() {
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader).iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    return;
                }
                Driver driver = drivers.next(); // It registers itself.
                LOG.debug(
                        "JDBC driver {} of {} is registered", driver.getClass().getName(), loader);
            } catch (RuntimeException | Error e) {
                LOG.debug("A JDBC driver of {} cannot be made and is left out", loader, e);
            }
        }
    }

    @SuppressWarnings("unchecked") // A DriverDesk, though of another loader.
    private Callable<List<String>> openDesk() throws ReflectiveOperationException, IOException {
        try (InputStream code = DriverDesk.class.getResourceAsStream("DriverDesk.class")) {
            if (code == null) {
                throw new IOException("the code of " + DriverDesk.class.getName() + " is not on the class path");
            }
            return (Callable<List<String>>) loader.defineAlso(DriverDesk.class, code.readAllBytes())
                    .getConstructor()
                    .newInstance();
        }
    }

    void deregister() {
        Callable<List<String>> open = desk;
        if (open == null) {
            return;
        }
        try {
            for (String kept : open.call()) {
                LOG.warn("A JDBC driver of {} stays registered and holds its classes: {}", loader, kept);
            }
        } catch (Exception | LinkageError e) {
            LOG.warn("The JDBC drivers of {} stay registered and hold its classes", loader, e);
        }
    }
}
