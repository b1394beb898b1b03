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
package io.connectembedded.internal.plugin.probe;

import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.lifecycle.work.Work;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** On a thread for each question, which is interrupted after the limit and then left behind. */
public final class BoundedProbe implements Probe {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedProbe.class);

    private final Execution execution;

    public BoundedProbe(Execution execution) {
        this.execution = execution;
    }

    @Override
    public <T> Answer<T> ask(Class<?> plugin, Callable<T> question, Duration limit) {
        CompletableFuture<Answer<T>> asking = new CompletableFuture<>();
        Runnable code = () -> asking.complete(PluginScope.of(plugin).get(() -> Answer.to(plugin, question)));
        try {
            Execution.Running running = execution.start("plugin-probe", Work.once(code));
            return answer(plugin, running, asking, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer<>(null, "Interrupted while " + plugin.getName() + " was asked; ask again");
        } catch (RuntimeException | Error | ExecutionException e) {
            return Answer.failed(plugin, e);
        }
    }

    private <T> Answer<T> answer(
            Class<?> plugin, Execution.Running running, CompletableFuture<Answer<T>> asking, Duration limit)
            throws InterruptedException, ExecutionException {
        try {
            if (execution.until(asking, limit, () -> false)) {
                return asking.get();
            }
            LOG.warn(
                    "Plug-in {} did not answer within {}; its thread is interrupted and left", plugin.getName(), limit);
            return new Answer<>(
                    null,
                    plugin.getName() + " did not return from its constructor or its answer within " + limit.toSeconds()
                            + " s");
        } finally {
            if (!asking.isDone()) {
                running.interrupt();
            }
        }
    }
}
