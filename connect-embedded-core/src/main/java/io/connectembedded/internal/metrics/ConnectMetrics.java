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

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.utils.Time;

/** The metrics registry of one worker and its MBeans in the domain {@code kafka.connect}. */
public final class ConnectMetrics implements AutoCloseable {

    private static final String DOMAIN = "kafka.connect";

    private final Metrics metrics;
    private final WorkerMeters worker;
    private final AtomicLong owners = new AtomicLong();
    private final Map<TaskId, ChainMeters> chains = new ConcurrentHashMap<>();

    /** {@code tags} go on every metric: empty for the first worker of a JVM, the worker's name for each further one. */
    public ConnectMetrics(
            Time time, Duration sampleWindow, int samples, Map<String, String> tags, List<MetricsReporter> reporters) {
        this(time, config(sampleWindow, samples, RecordingLevel.INFO).tags(tags));
        report(reporters, Map.of());
    }

    /** Tells nobody before {@link #report}; {@code config} is as {@link #config} makes it. */
    public ConnectMetrics(Time time, MetricConfig config) {
        this.metrics = new Metrics(config, new ArrayList<>(), time, new KafkaMetricsContext(DOMAIN));
        this.worker = new WorkerMeters(this);
    }

    public static MetricConfig config(Duration sampleWindow, int samples, RecordingLevel level) {
        return new MetricConfig()
                .timeWindow(sampleWindow.toMillis(), TimeUnit.MILLISECONDS)
                .samples(samples)
                .recordLevel(level);
    }

    /** From now on these are told of every metric there is; {@code labels} say whose they are (KIP-606). */
    public void report(List<MetricsReporter> reporters, Map<String, ?> labels) {
        for (MetricsReporter reporter : reporters) {
            reporter.contextChange(new KafkaMetricsContext(DOMAIN, labels));
            metrics.addReporter(reporter);
        }
    }

    /** The worker's own. */
    public WorkerMeters worker() {
        return worker;
    }

    /** A group of metrics under these tags (a task's, a connector's), to be closed with the thing it measures. */
    public MetricGroup group(String name, Map<String, String> tags) {
        return new MetricGroup(metrics, name, tags);
    }

    /** What a plug-in may register for itself, under these tags. */
    public PluginMeters plugin(Map<String, String> tags) {
        return new PluginMeters(metrics, tags, owners.incrementAndGet());
    }

    /** What the plug-ins of a task that begins register; the one before it of that name is over, by {@link #taskOver}. */
    public ChainMeters chain(TaskId task) {
        ChainMeters fresh = new ChainMeters(this, task);
        chains.put(task, fresh);
        return fresh;
    }

    /** The task has ended or is abandoned: nothing its plug-ins registered stays in the way of its successor. */
    public void taskOver(TaskId task) {
        ChainMeters old = chains.remove(task);
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        worker.close();
        metrics.close();
    }
}
