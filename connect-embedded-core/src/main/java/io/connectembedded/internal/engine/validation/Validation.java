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
package io.connectembedded.internal.engine.validation;

import io.connectembedded.internal.lifecycle.WorkerThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A bounded pool on which plug-ins are asked about configs; its threads come on demand and leave when idle. */
public final class Validation implements AutoCloseable {

    private static final int MOST_THREADS = 4;
    private static final int IDLE_SECONDS = 5;

    private final ThreadPoolExecutor pool;

    public Validation(WorkerThreads threads) {
        this.pool = new ThreadPoolExecutor(
                MOST_THREADS,
                MOST_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads.factory("validation"));
        pool.allowCoreThreadTimeOut(true);
    }

    /** May never be done, for a plug-in may hang; the caller sets the bound. */
    public <T> CompletableFuture<T> run(Callable<T> check) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Future<?> running = pool.submit(() -> {
            try {
                result.complete(check.call());
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        // A caller that gives up completes the future; then the plug-in is interrupted.
        var unused = result.whenComplete((checked, failure) -> running.cancel(true));
        return result;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
