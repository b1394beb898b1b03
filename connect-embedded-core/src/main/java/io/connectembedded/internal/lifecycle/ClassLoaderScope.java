package io.connectembedded.internal.lifecycle;

/** Runs a stretch of code under a plug-in's class loader (I7) and, on close, puts the former one back. */
public final class ClassLoaderScope implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final ClassLoader previous = thread.getContextClassLoader();

    private ClassLoaderScope(ClassLoader loader) {
        thread.setContextClassLoader(loader);
    }

    public static ClassLoaderScope of(ClassLoader loader) {
        return new ClassLoaderScope(loader);
    }

    @Override
    public void close() {
        thread.setContextClassLoader(previous);
    }
}
