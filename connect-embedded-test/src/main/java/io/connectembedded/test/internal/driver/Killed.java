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
package io.connectembedded.test.internal.driver;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plug-ins that a crash took, and that may hold something open. */
final class Killed {

    private static final Logger LOG = LoggerFactory.getLogger(Killed.class);

    private final List<Runnable> stops = new ArrayList<>();

    void add(Task task) {
        stops.add(task::stop);
    }

    void add(Connector connector) {
        stops.add(connector::stop);
    }

    /** Each is tried, once. */
    void stop() {
        stops.forEach(Killed::attempt);
        stops.clear();
    }

    private static void attempt(Runnable stop) {
        try {
            stop.run();
        } catch (Throwable t) {
            // Its world has ended: what it says is no finding, and the next one has its turn.
            LOG.debug("A plug-in that a crash took failed in stop", t);
        }
    }
}
