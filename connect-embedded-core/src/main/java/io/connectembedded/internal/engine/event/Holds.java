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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Connectors that something is done with which nothing may interfere with; what is asked of one meanwhile waits, in
 * order. Control thread.
 */
public final class Holds {

    private final Map<String, Deque<Runnable>> held = new HashMap<>();

    /** The connector must not be held. */
    public void hold(String connector) {
        held.put(connector, new ArrayDeque<>());
    }

    /** Whether it is held; then {@code operation}, which is to ask again, runs at the end of that. */
    public boolean waits(String connector, Runnable operation) {
        Deque<Runnable> waiting = held.get(connector);
        if (waiting != null) {
            waiting.add(operation);
        }
        return waiting != null;
    }

    /** Each operation asks anew, for one of them may hold the connector again. */
    public void release(String connector) {
        Deque<Runnable> waiting = held.remove(connector);
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** Forgets everything: the worker stops, and whoever waits is told by that. */
    public void clear() {
        held.clear();
    }
}
