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
package io.connectembedded.internal.engine.task;

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.lifecycle.Closing;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.internal.transform.TransformationChain;
import io.connectembedded.internal.transform.TransformationLink;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the transformations of a task from its connector's {@code transforms} and {@code predicates}: for each task
 * plug-ins of its own, made and configured on the thread that will call and close them.
 */
public final class TransformationFactory {

    private static final Logger LOG = LoggerFactory.getLogger(TransformationFactory.class);

    private final PluginClasses plugins;

    public TransformationFactory(PluginClasses plugins) {
        this.plugins = plugins;
    }

    /** {@code failures} are those of the connector. When one cannot be made, those made before it are closed. */
    <R extends ConnectRecord<R>> TransformationChain<R> create(
            ConnectorConfig config, PluginHome home, ErrorHandling<?> errors, Failures failures)
            throws PluginNotFoundException {
        LinkMaker<R> maker = new LinkMaker<>(plugins, config, home);
        try {
            List<TransformationLink<R>> links = maker.links();
            return new TransformationChain<>(links, maker.owned(), errors);
        } catch (Throwable t) {
            new Closing(LOG, failures)
                    .step("closing the transformations", () -> TransformationChain.closeAll(maker.owned()));
            throw t;
        }
    }
}
