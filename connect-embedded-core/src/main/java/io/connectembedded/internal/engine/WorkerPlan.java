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
package io.connectembedded.internal.engine;

import io.connectembedded.ConnectListener;
import io.connectembedded.RestartPolicy;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.validation.WorkerCheck;
import io.connectembedded.internal.engine.validation.WorkerPlugins;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.offset.OffsetStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Everything a worker was built from: a snapshot of its builder, checked. */
record WorkerPlan(
        String name,
        WorkerCheck.Checked checked,
        Map<String, Object> objects,
        List<ConnectListener> listeners,
        RestartPolicy restart,
        @Nullable ThreadFactory threads,
        Duration startTimeout) {

    WorkerConfig config() {
        return checked.config();
    }

    @Nullable
    OffsetStore offsetStore() {
        return checked.offsetStore();
    }

    List<CheckedConnector> connectors() {
        return checked.connectors();
    }

    PluginClasses plugins() {
        return checked.plugins();
    }

    WorkerPlugins own() {
        return checked.own();
    }
}
