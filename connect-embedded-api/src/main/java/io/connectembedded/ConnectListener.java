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
package io.connectembedded;

import io.connectembedded.event.ConnectEvent;
import io.connectembedded.event.ConnectEvent.ConnectorChanged;
import io.connectembedded.event.ConnectEvent.OffsetsCommitted;
import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.event.ConnectEvent.RecordsFailed;
import io.connectembedded.event.ConnectEvent.RestartScheduled;
import io.connectembedded.event.ConnectEvent.TaskChanged;
import io.connectembedded.event.ConnectEvent.WorkerChanged;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Hears what happens in a worker. Implement the methods for the events of interest, or use {@link #on}. All are
 * called on the worker's event thread, one event after the other and outside every lock; they must not block. What
 * a listener throws is logged and dropped.
 */
public interface ConnectListener {
    /**
     * A listener for one kind of event.
     *
     * @param <E> the kind
     * @param type the kind; {@code ConnectEvent.class} for all
     * @param action what to do with each such event
     */
    static <E extends ConnectEvent> ConnectListener on(Class<E> type, Consumer<? super E> action) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(action, "action");
        return new ConnectListener() {
            @Override
            public void onEvent(ConnectEvent event) {
                if (type.isInstance(event)) {
                    action.accept(type.cast(event));
                }
            }
        };
    }

    /**
     * Gets every event and by default hands it to the method for its kind; events of a kind without a method are
     * dropped.
     *
     * @param event what happened
     */
    default void onEvent(ConnectEvent event) {
        Objects.requireNonNull(event, "event");
        if (event instanceof WorkerChanged changed) {
            onWorkerChanged(changed);
        } else if (event instanceof ConnectorChanged changed) {
            onConnectorChanged(changed);
        } else if (event instanceof TaskChanged changed) {
            onTaskChanged(changed);
        } else if (event instanceof RestartScheduled scheduled) {
            onRestartScheduled(scheduled);
        } else if (event instanceof RecordsFailed failed) {
            onRecordsFailed(failed);
        } else if (event instanceof OffsetsCommitted committed) {
            onOffsetsCommitted(committed);
        } else if (event instanceof PluginAbandoned abandoned) {
            onPluginAbandoned(abandoned);
        }
    }

    /**
     * The worker changed its state. Does nothing by default.
     *
     * @param e the event
     */
    default void onWorkerChanged(WorkerChanged e) {}

    /**
     * A connector changed its state. Does nothing by default.
     *
     * @param e the event
     */
    default void onConnectorChanged(ConnectorChanged e) {}

    /**
     * A task changed its state. Does nothing by default.
     *
     * @param e the event
     */
    default void onTaskChanged(TaskChanged e) {}

    /**
     * Something that failed will restart by itself. Does nothing by default.
     *
     * @param e the event
     */
    default void onRestartScheduled(RestartScheduled e) {}

    /**
     * Records of a batch were given up. Does nothing by default.
     *
     * @param e the event
     */
    default void onRecordsFailed(RecordsFailed e) {}

    /**
     * A task committed its offsets, or failed to. Does nothing by default.
     *
     * @param e the event
     */
    default void onOffsetsCommitted(OffsetsCommitted e) {}

    /**
     * A plug-in did not return in time and is waited for no longer. Does nothing by default.
     *
     * @param e the event
     */
    default void onPluginAbandoned(PluginAbandoned e) {}

    /** Ends a listener's subscription. */
    interface Registration extends AutoCloseable {
        /** No event is handed to the listener any more, save one it is being handed now. Idempotent. */
        @Override
        void close();
    }
}
