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
package io.connectembedded.internal.transform;

import io.connectembedded.internal.lifecycle.LoaderInUse;
import org.jspecify.annotations.Nullable;

/** One method of a plug-in, called for every record under the plug-in's own class loader; a call makes no object. */
final class PluginCall<T, A> {

    /** The method. */
    @FunctionalInterface
    interface Code<T, A> {
        @Nullable
        A call(T argument) throws Exception;
    }

    private final Class<?> plugin;
    private final ClassLoader loader;
    private final @Nullable LoaderInUse inUse; // not to be closed under a call that hangs (I8)
    private final Code<T, A> code;

    PluginCall(Class<?> plugin, Code<T, A> code) {
        this.plugin = plugin;
        ClassLoader own = plugin.getClassLoader();
        this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        this.inUse = loader instanceof LoaderInUse used ? used : null;
        this.code = code;
    }

    Class<?> plugin() {
        return plugin;
    }

    @Nullable
    A of(T argument) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        if (before == loader) {
            return code.call(argument);
        }
        if (inUse != null) {
            inUse.enter();
        }
        thread.setContextClassLoader(loader);
        try {
            return code.call(argument);
        } finally {
            thread.setContextClassLoader(before);
            if (inUse != null) {
                inUse.leave();
            }
        }
    }
}
