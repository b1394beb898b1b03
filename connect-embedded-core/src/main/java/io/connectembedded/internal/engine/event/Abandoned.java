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

import io.connectembedded.event.ConnectEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was left behind in plug-in code that did not return: each is logged, told, and stays visible (I8). */
public final class Abandoned {

    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

    private final List<ConnectEvent.PluginAbandoned> all = new CopyOnWriteArrayList<>();

    public void add(Events events, String connector, @Nullable Integer task, String method, Duration waited) {
        var event = new ConnectEvent.PluginAbandoned(events.now(), connector, task, method, waited);
        all.add(event);
        LOG.warn(
                "{} did not return from {} within {} and is abandoned: its thread goes on as a daemon",
                task == null ? "Connector " + connector : "Task " + connector + "-" + task,
                method.isEmpty() ? "its plug-in" : method,
                waited);
        events.tell(event);
    }

    public List<ConnectEvent.PluginAbandoned> all() {
        return List.copyOf(all);
    }
}
