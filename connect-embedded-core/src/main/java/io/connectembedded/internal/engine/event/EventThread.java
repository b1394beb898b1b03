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
package io.connectembedded.internal.engine.event;

import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Waits;
import io.connectembedded.internal.lifecycle.work.Work;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is told to the host, in order, one after the other. What host code throws is logged and dropped. */
public final class EventThread implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(EventThread.class);
    private final Execution execution;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Execution.Running running;
    private boolean closed; // guarded by "queue"
    private volatile boolean ended; // written by the event thread

    public EventThread(Execution execution) {
        this.execution = execution;
        this.running = execution.start("events", this);
    }

    /** Any thread. False after {@link #close}: nothing is taken any more. */
    public boolean post(Runnable telling) {
        // The lock keeps a step from slipping in behind the last one, where nobody would run it.
        synchronized (queue) {
            return !closed && queue.add(telling);
        }
    }

    public boolean isCurrentThread() {
        return running.isCurrent();
    }

    /** How others wait for what is told here. */
    Waits waits() {
        return execution;
    }

    @Override
    public boolean runPending() {
        boolean moved = false;
        Runnable telling = queue.poll();
        while (telling != null) {
            moved = true;
            run(telling);
            telling = queue.poll();
        }
        return moved;
    }

    @Override
    public boolean isOver() {
        return ended;
    }

    @Override
    public void run() {
        while (!ended) {
            try {
                run(queue.take());
            } catch (InterruptedException e) {
                // Meant for a listener, or left behind by one: somebody still waits for what is queued.
                LOG.debug("The event thread was interrupted");
            }
        }
    }

    private static void run(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable t) {
            LOG.warn("A listener failed; the worker goes on", t);
        }
    }

    /** Tells what is left, then ends; false when a listener holds the thread beyond the limit. */
    public boolean close(Duration limit) {
        synchronized (queue) {
            closed = true;
            queue.add(() -> ended = true);
        }
        if (isCurrentThread()) {
            // A listener closes its own worker: the thread ends after it returns.
            return true;
        }
        boolean interrupted = Thread.interrupted();
        try {
            running.join(limit);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (running.isAlive()) {
            running.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !running.isAlive();
    }
}
