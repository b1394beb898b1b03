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

import io.connectembedded.ConnectListener;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.internal.lifecycle.work.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener of a worker what happened, on the event thread. */
public final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final EventThread thread;
    private final List<ConnectListener> listeners;
    private final Time time;

    /** {@code listeners} is the worker's own list, which may change while it runs. */
    public Events(EventThread thread, List<ConnectListener> listeners, Time time) {
        this.thread = thread;
        this.listeners = listeners;
        this.time = time;
    }

    /** Whether the caller is told right now, so that to wait for anything told would be to wait for itself. */
    public boolean isCurrentThread() {
        return thread.isCurrentThread();
    }

    /** How others wait for what is told here. */
    public Waits waits() {
        return thread.waits();
    }

    public Instant now() {
        return Instant.ofEpochMilli(time.milliseconds());
    }

    /** Tells what is left, then ends the event thread; false when a listener holds it beyond the limit. */
    public boolean close(Duration limit) {
        return thread.close(limit);
    }

    public void tell(ConnectEvent event) {
        thread.post(() -> listeners.forEach(listener -> tell(listener, event)));
    }

    /** Runs this after everything told so far; at once when the event thread is gone, for somebody may wait for it. */
    public void afterThat(Runnable step) {
        if (!thread.post(step)) {
            step.run();
        }
    }

    /** Runs the host's code after everything told so far; false when nobody runs it any more. */
    public boolean ask(Runnable question) {
        return thread.post(question);
    }

    private static void tell(ConnectListener listener, ConnectEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable t) {
            LOG.warn(
                    "The listener {} failed at {}; the worker goes on",
                    listener.getClass().getName(),
                    event,
                    t);
        }
    }
}
