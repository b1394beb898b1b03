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
package io.connectembedded.internal.lifecycle.work;

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one place where threads are made. Each is named {@code connect-<worker>-<role>} and a daemon, so that a thread
 * stuck in plug-in code cannot keep the host's JVM alive; none inherits thread locals of the host. Their end can be awaited (I8).
 */
public final class WorkerThreads implements Execution {

    private final String worker;
    private final @Nullable ThreadFactory hostFactory;
    private final ClassLoader contextClassLoader;
    private final Set<Thread> live = ConcurrentHashMap.newKeySet();

    public WorkerThreads(String worker, @Nullable ThreadFactory hostFactory, ClassLoader contextClassLoader) {
        this.worker = worker;
        this.hostFactory = hostFactory;
        this.contextClassLoader = contextClassLoader;
    }

    @Override
    public Running create(String role, Work work) {
        return new ThreadRunning(thread(role, work));
    }

    Thread thread(String role, Runnable body) {
        String name = "connect-" + worker + "-" + role;
        // Since JDK 19 a thread that has ended keeps what it ran, and with it a plug-in's loader if anybody keeps the
        // thread.
        AtomicReference<@Nullable Runnable> once = new AtomicReference<>(body);
        Runnable counted = () -> {
            try {
                Objects.requireNonNull(once.getAndSet(null), name).run();
            } finally {
                live.remove(Thread.currentThread());
            }
        };
        Thread thread = hostFactory == null ? plainThread(counted, name) : hostThread(hostFactory, counted, name);
        thread.setContextClassLoader(contextClassLoader);
        live.add(thread);
        return thread;
    }

    @Override
    public ExecutorService pool(String role) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                // A thread for each call: what a plug-in does to it, thread locals included, ends with it.
                0,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                body -> thread(role, body),
                // What comes after the close: nobody is told of it any more.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public boolean until(Future<?> done, Duration limit, BooleanSupplier givenUp) throws InterruptedException {
        return RealWaits.INSTANCE.until(done, limit, givenUp);
    }

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public boolean awaitEnd(Deadline deadline) throws InterruptedException {
        for (Thread thread : live) {
            if (thread != Thread.currentThread() && thread.isAlive()) {
                thread.join(Math.max(1, deadline.remaining().toMillis()));
            }
        }
        return live.stream().noneMatch(Thread::isAlive);
    }

    @Override
    public Set<String> live() {
        return live.stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Thread plainThread(Runnable body, String name) {
        Thread thread = new Thread(null, body, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    private static Thread hostThread(ThreadFactory factory, Runnable body, String name) {
        Thread thread = factory.newThread(body);
        if (thread == null) {
            throw new IllegalStateException("The thread factory given to threads(…) returned null for " + name
                    + "; it must return a new, unstarted thread");
        }
        thread.setName(name);
        thread.setDaemon(true);
        return thread;
    }
}
