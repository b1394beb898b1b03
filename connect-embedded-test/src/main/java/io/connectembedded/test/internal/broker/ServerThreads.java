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
package io.connectembedded.test.internal.broker;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Tells a broker's threads from all others. A broker is started in a thread group of its own, and threads inherit the
 * group of the thread that makes them: their names would say less, for Kafka has dozens of patterns.
 */
public final class ServerThreads {

    private static final String GROUP = "kafka-broker-for-tests";

    private ServerThreads() {}

    /** Runs this on a new thread of a new group, and returns or throws what it does. An interrupt is handed on to it. */
    public static <T> T start(Callable<T> start) throws Exception {
        FutureTask<T> task = new FutureTask<>(start);
        Thread starter = new Thread(new ThreadGroup(GROUP), task, GROUP + "-start");
        starter.setDaemon(true);
        starter.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    starter.interrupt();
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Exception unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Exception exception) {
            return exception;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e;
    }

    /** Whether a broker made this thread. */
    public static boolean own(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        while (group != null && !group.getName().equals(GROUP)) {
            group = group.getParent();
        }
        return group != null;
    }
}
