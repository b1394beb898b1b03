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
package io.connectembedded.internal.engine.control;

import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.Failure;
import io.connectembedded.status.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Completions that wait for a condition of the host's on a connector's status. The condition is the host's code, so it
 * is tested on the event thread, after every change.
 */
public final class Settling {

    private record Wait(
            String connector,
            Predicate<? super ConnectorView> condition,
            boolean failsWithConnector,
            CompletableFuture<ConnectorStatus> completion) {}

    private final Events events;
    private final ConcurrentMap<String, ConnectorView> views;
    private final List<Wait> waiting = new CopyOnWriteArrayList<>();

    Settling(Events events, ConcurrentMap<String, ConnectorView> views) {
        this.events = events;
        this.views = views;
    }

    /** Done when the connector and all its tasks run; fails when they cannot. */
    public void awaitRunning(String connector, EmbeddedCompletion<ConnectorStatus> completion) {
        add(new Wait(connector, view -> view.settled() && view.status().isRunning(), true, completion));
    }

    /** Done when nothing is under way any more, whatever it came to. */
    public void awaitSettled(String connector, CompletableFuture<ConnectorStatus> completion) {
        add(new Wait(connector, ConnectorView::settled, false, completion));
    }

    public void await(
            String connector,
            Predicate<? super ConnectorStatus> condition,
            EmbeddedCompletion<ConnectorStatus> completion) {
        add(new Wait(connector, view -> condition.test(view.status()), false, completion));
    }

    private void add(Wait wait) {
        waiting.add(wait);
        events.afterThat(() -> test(wait));
    }

    /** Control thread, after it published a view. */
    void published() {
        if (!waiting.isEmpty()) {
            events.afterThat(() -> waiting.forEach(this::test));
        }
    }

    private void test(Wait wait) {
        try {
            outcome(wait).ifPresent(status -> {
                waiting.remove(wait);
                wait.completion().complete(status);
            });
        } catch (Throwable t) {
            waiting.remove(wait);
            wait.completion().completeExceptionally(t);
        }
    }

    private Optional<ConnectorStatus> outcome(Wait wait) {
        ConnectorView view = views.get(wait.connector());
        if (view == null) {
            throw new ConnectorNotFoundException(wait.connector(), views.keySet());
        }
        if (wait.condition().test(view)) {
            return Optional.of(view.status());
        }
        if (wait.failsWithConnector() && view.settled() && view.status().hasFailed()) {
            throw failed(view.status());
        }
        return Optional.empty();
    }

    void failAll(RuntimeException why) {
        List<Wait> all = List.copyOf(waiting);
        waiting.removeAll(all);
        events.afterThat(() -> all.forEach(wait -> wait.completion().completeExceptionally(why)));
    }

    /** Names what failed first, the connector or one of its tasks. */
    static ConnectorFailedException failed(ConnectorStatus status) {
        String first = Stream.concat(
                        Stream.of(text("Connector " + status.name(), status.failure())),
                        status.tasks().stream().map(Settling::text))
                .flatMap(Optional::stream)
                .findFirst()
                // The status may have moved on since somebody saw it fail.
                .orElse("Connector " + status.name() + " or one of its tasks FAILED");
        return new ConnectorFailedException(first + "; mend the cause and call restart()", null);
    }

    private static Optional<String> text(TaskStatus task) {
        return text("Task " + task.id(), task.failure());
    }

    private static Optional<String> text(String what, @Nullable Failure failure) {
        return Optional.ofNullable(failure).map(known -> what + " FAILED in " + known.stage() + ": " + known.message());
    }
}
