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

import io.connectembedded.internal.engine.recovery.Fault;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import io.connectembedded.internal.metrics.PluginMeters;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnectorContext;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * What a connector may ask of the runtime, from any thread. Requests are queued; those of an incarnation that was
 * replaced meanwhile have no effect.
 */
final class EmbeddedConnectorContext implements SourceConnectorContext, SinkConnectorContext {

    private final ConnectorControl connector;
    private final long version;
    private final ConnectorOffsetReader offsetReader;
    private final CommandLoop control;
    private final Failures failures;
    private final PluginMeters pluginMeters;
    private volatile boolean closed;

    EmbeddedConnectorContext(ConnectorControl connector, long version, CheckedConnector checked, Services services) {
        this.connector = connector;
        this.version = version;
        this.offsetReader = checked.offsetReader(services.storages());
        this.control = services.control();
        this.failures = services.failures(checked.secrets());
        this.pluginMeters = services.metrics().plugin(Map.of("connector", connector.name()));
    }

    @Override
    public void requestTaskReconfiguration() {
        requireOpen("The request for task reconfiguration");
        control.post(() -> connector.requestTaskConfigs(version));
    }

    @Override
    public void raiseError(@Nullable Exception e) {
        requireOpen("The request to fail the connector");
        Exception raised = e == null ? new ConnectException("The connector raised an error without saying which") : e;
        // Made here: a plug-in's exception is plug-in code, which the control thread never runs.
        Fault fault = new Fault(failures.of("raiseError", raised), raised);
        control.post(() -> connector.raise(version, fault));
    }

    private void requireOpen(String request) {
        if (closed) {
            throw new ConnectException(request + " has been rejected because this instance of the connector '"
                    + connector.name() + "' has already been shut down.");
        }
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
        closed = true;
        offsetReader.close();
        pluginMeters.close();
    }
}
