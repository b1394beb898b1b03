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
package io.connectembedded.internal.engine.topics;

import io.connectembedded.error.WorkerStateException;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The topics each connector of a worker has used since it was created or reset (KIP-558). They outlive the incarnations
 * of its tasks and the runs of the worker, and go with the connector. Any thread.
 */
public final class ActiveTopics {

    private final boolean tracked;
    private final boolean mayReset;
    private final ConcurrentMap<String, Set<String>> topics = new ConcurrentHashMap<>();

    /** As {@code topic.tracking.enable} and {@code topic.tracking.allow.reset} say. */
    public ActiveTopics(boolean tracked, boolean mayReset) {
        this.tracked = tracked;
        this.mayReset = mayReset;
    }

    /** Takes the topic of each record of a task; cheap when it was seen before, and allocates nothing then. */
    public Consumer<String> of(String connector) {
        if (!tracked) {
            return topic -> {};
        }
        // The set itself: what a task of a deleted connector still reports is nothing to its successor.
        Set<String> seen = topics.computeIfAbsent(connector, any -> ConcurrentHashMap.newKeySet());
        return topic -> {
            if (!seen.contains(topic)) {
                seen.add(topic);
            }
        };
    }

    /** In alphabetical order. */
    public Set<String> seen(String connector) {
        requireTracking();
        return Collections.unmodifiableSet(new TreeSet<>(topics.getOrDefault(connector, Set.of())));
    }

    public void reset(String connector) {
        requireTracking();
        if (!mayReset) {
            throw new WorkerStateException("Topic tracking reset is disabled: this worker has"
                    + " topic.tracking.allow.reset=false; set it to true to forget topics");
        }
        Set<String> seen = topics.get(connector);
        if (seen != null) {
            seen.clear();
        }
    }

    private void requireTracking() {
        if (!tracked) {
            throw new WorkerStateException("Topic tracking is disabled: this worker has topic.tracking.enable=false;"
                    + " set it to true to know the topics of connectors");
        }
    }

    /** The connector was deleted. */
    public void forget(String connector) {
        topics.remove(connector);
    }
}
