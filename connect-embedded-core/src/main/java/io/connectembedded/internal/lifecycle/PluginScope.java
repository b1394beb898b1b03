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
package io.connectembedded.internal.lifecycle;

import io.connectembedded.status.TaskId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The surroundings of plug-in code: Connect's {@code connector.context} in the MDC (KIP-449) and the plug-in's class
 * loader as the context class loader (I7). What was there before is put back.
 */
public final class PluginScope {

    public static final String CONTEXT_KEY = "connector.context";

    private final @Nullable String context;
    private final @Nullable ClassLoader loader;

    private PluginScope(@Nullable String context, @Nullable ClassLoader loader) {
        this.context = context;
        this.loader = loader;
    }

    public static PluginScope connector(String connector, Class<?> plugin) {
        return new PluginScope("[" + connector + "|worker] ", loaderOf(plugin));
    }

    public static PluginScope validation(String connector, Class<?> plugin) {
        return new PluginScope("[" + connector + "|validation] ", loaderOf(plugin));
    }

    public static PluginScope task(TaskId task, Class<?> plugin) {
        return new PluginScope("[" + task.connector() + "|task-" + task.task() + "] ", loaderOf(plugin));
    }

    /** Whoever asks a provider of configs does so within a context of his own, or in none. */
    public static PluginScope configProvider(Class<?> plugin) {
        return new PluginScope(null, loaderOf(plugin));
    }

    /** As for a config provider. */
    public static PluginScope overridePolicy(Class<?> plugin) {
        return new PluginScope(null, loaderOf(plugin));
    }

    /** In the surrounding context. */
    public static PluginScope of(Class<?> plugin) {
        return new PluginScope(null, loaderOf(plugin));
    }

    /** For log lines about a task's offsets; calls no plug-in. */
    public static PluginScope offsets(TaskId task) {
        return new PluginScope("[" + task.connector() + "|task-" + task.task() + "|offsets] ", null);
    }

    private static ClassLoader loaderOf(Class<?> plugin) {
        ClassLoader loader = plugin.getClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    public void run(Runnable code) {
        get(() -> {
            code.run();
            return true;
        });
    }

    public <T> T get(Supplier<T> code) {
        return this.<T, RuntimeException>call(code::get);
    }

    /** Code that throws checked exceptions. */
    @FunctionalInterface
    public interface Code<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    public <T extends @Nullable Object, E extends Exception> T call(Code<T, E> code) throws E {
        if (context == null) {
            return underLoader(code);
        }
        String contextBefore = MDC.get(CONTEXT_KEY);
        MDC.put(CONTEXT_KEY, context);
        try {
            return underLoader(code);
        } finally {
            restore(contextBefore);
        }
    }

    private <T extends @Nullable Object, E extends Exception> T underLoader(Code<T, E> code) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        LoaderInUse used = loader instanceof LoaderInUse inUse ? inUse : null;
        if (used != null) {
            used.enter();
        }
        if (loader != null) {
            thread.setContextClassLoader(loader);
        }
        try {
            return code.run();
        } finally {
            thread.setContextClassLoader(before);
            if (used != null) {
                used.leave();
            }
        }
    }

    private static void restore(@Nullable String context) {
        if (context == null) {
            MDC.remove(CONTEXT_KEY);
        } else {
            MDC.put(CONTEXT_KEY, context);
        }
    }
}
