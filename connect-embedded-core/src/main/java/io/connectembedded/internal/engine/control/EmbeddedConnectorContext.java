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

import io.connectembedded.internal.metrics.PluginMeters;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkConnectorContext;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * What a connector may ask of the runtime, from any thread. Requests are queued; those of an incarnation that was
 * replaced meanwhile have no effect.
 */
final class EmbeddedConnectorContext implements SourceConnectorContext, SinkConnectorContext {

    private final ConnectorControl connector;
    private final long version;
    private final ConnectorOffsetReader offsetReader;
    private final ControlLoop control;
    private final PluginMeters pluginMeters;

    EmbeddedConnectorContext(
            ConnectorControl connector, long version, ConnectorOffsetReader offsetReader, Services services) {
        this.connector = connector;
        this.version = version;
        this.offsetReader = offsetReader;
        this.control = services.control();
        this.pluginMeters = services.metrics().plugin(Map.of("connector", connector.name()));
    }

    @Override
    public void requestTaskReconfiguration() {
        control.post(() -> connector.requestTaskConfigs(version));
    }

    @Override
    public void raiseError(Exception e) {
        control.post(() -> connector.raise(version, e));
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return pluginMeters;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return offsetReader;
    }

    /** After the connector has stopped. */
    void close() {
        offsetReader.close();
        pluginMeters.close();
    }
}
