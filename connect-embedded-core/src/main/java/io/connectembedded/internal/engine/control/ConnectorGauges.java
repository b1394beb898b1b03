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

import io.connectembedded.internal.metrics.ConnectorMeters;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of the plug-in that was started last, and its metrics. Control thread. */
final class ConnectorGauges {

    private final Services services;
    private final Supplier<String> state;
    private @Nullable ConnectorMeters meters;
    private String version = "undefined";

    ConnectorGauges(Services services, Supplier<String> state) {
        this.services = services;
        this.state = state;
    }

    void started(CheckedConnector connector, String pluginVersion) {
        close();
        version = pluginVersion;
        meters = new ConnectorMeters(
                services.metrics(),
                connector.config().name(),
                Map.of(
                        "connector-type", connector.config().type().name().toLowerCase(Locale.ROOT),
                        "connector-class", connector.config().connectorClass().getName(),
                        "connector-version", pluginVersion),
                state);
    }

    String version() {
        return version;
    }

    @Nullable
    ConnectorMeters meters() {
        return meters;
    }

    void close() {
        if (meters != null) {
            meters.close();
        }
    }
}
