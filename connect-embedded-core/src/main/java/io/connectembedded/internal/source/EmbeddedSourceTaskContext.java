package io.connectembedded.internal.source;

import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a source task may ask of the runtime. */
record EmbeddedSourceTaskContext(Map<String, String> configs, OffsetStorageReader offsetStorageReader,
        PluginMetrics pluginMetrics) implements SourceTaskContext {}
