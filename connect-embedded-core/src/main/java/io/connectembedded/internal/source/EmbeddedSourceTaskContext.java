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
package io.connectembedded.internal.source;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * What a source task may ask of the runtime. {@code live} answers what its config is now; as in Connect there is a
 * transaction context only where the connector itself defines the boundaries.
 */
record EmbeddedSourceTaskContext(
        Supplier<Map<String, String>> live,
        OffsetStorageReader offsetStorageReader,
        @Nullable TransactionContext transactionContext,
        PluginMetrics pluginMetrics)
        implements SourceTaskContext {

    /** With what config providers give now. A copy: what the task does to its map is its own affair. */
    @Override
    public Map<String, String> configs() {
        return new HashMap<>(live.get());
    }
}
