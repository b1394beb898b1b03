package io.connectembedded.internal.source;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a source task may ask of the runtime. */
record EmbeddedSourceTaskContext(Map<String, String> configs, OffsetStorageReader offsetStorageReader,
        PluginMetrics pluginMetrics) implements SourceTaskContext {

    /** A copy: what the task does to its map is its own affair. */
    @Override
    public Map<String, String> configs() {
        return new HashMap<>(configs);
    }
}
