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
package io.connectembedded.internal.metrics;

import io.connectembedded.status.ConnectorType;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of whichever instance of a connector was started last, and its version. One thread. */
public final class ConnectorGauges implements AutoCloseable {

    private final ConnectMetrics metrics;
    private final String connector;
    private final Supplier<String> state;
    private @Nullable ConnectorMeters meters;
    private String version = "undefined";

    public ConnectorGauges(ConnectMetrics metrics, String connector, Supplier<String> state) {
        this.metrics = metrics;
        this.connector = connector;
        this.state = state;
    }

    /** An instance of this type, class and version has started. */
    public void started(ConnectorType type, Class<?> connectorClass, String pluginVersion) {
        close();
        version = pluginVersion;
        Map<String, String> facts = Map.of(
                "connector-type",
                type.name().toLowerCase(Locale.ROOT),
                "connector-class",
                connectorClass.getName(),
                "connector-version",
                pluginVersion);
        meters = new ConnectorMeters(metrics, connector, facts, state);
    }

    public String version() {
        return version;
    }

    /** Null before the first start. */
    public @Nullable ConnectorMeters meters() {
        return meters;
    }

    @Override
    public void close() {
        if (meters != null) {
            meters.close();
            // Closed again, it would take away those of a successor of the same name.
            meters = null;
        }
    }
}
