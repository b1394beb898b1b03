package io.connectembedded.internal.source;

import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.metrics.PluginMeters;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.transform.TaskConverters;
import io.connectembedded.status.TaskId;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceTask;

/**
 * What the assembly gives a source task. The producer is made on the task thread, so that one that cannot be made fails
 * its task alone.
 */
public record SourceTaskParts(TaskId id, SourceTask task, Map<String, String> config, TaskConverters converters,
        Supplier<Producer<byte[], byte[]>> producer, TaskGate gate, ConnectMetrics metrics, PluginMeters pluginMeters,
        OffsetStorage storage, ConnectorOffsetReader offsetReader, PeriodicCommits commits, CommitListener listener,
        Time time) {}
