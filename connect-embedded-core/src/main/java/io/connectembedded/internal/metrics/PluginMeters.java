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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/**
 * The metrics a plug-in registers for itself (KIP-877), in the group {@code plugins}; removed with their owner. Sensor
 * names are scoped by owner, so that two plug-ins that choose one name do not share a sensor, not even two of one task
 * with the same tags.
 */
public final class PluginMeters implements PluginMetrics, AutoCloseable {

    private static final String GROUP = "plugins";

    private final Metrics metrics;
    private final Map<String, String> tags;
    private final long number;
    private final Set<MetricName> names = ConcurrentHashMap.newKeySet();
    private final Set<String> sensors = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** {@code number} is no other's of this registry. */
    PluginMeters(Metrics metrics, Map<String, String> tags, long number) {
        this.metrics = metrics;
        this.tags = tags;
        this.number = number;
    }

    @Override
    @SuppressWarnings("NonApiType") // The interface is Kafka's.
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> more) {
        requireOpen();
        Map<String, String> all = new LinkedHashMap<>(tags);
        more.forEach((tag, value) -> {
            if (all.put(tag, value) != null) {
                throw new IllegalArgumentException("The tag " + tag + " is the runtime's; choose another name");
            }
        });
        return metrics.metricName(name, GROUP, description, all);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        requireOpen();
        // The registry refuses a second metric of one name with an IllegalArgumentException.
        metrics.addMetric(name, provider);
        names.add(name);
        if (closed && names.remove(name)) {
            // Closed meanwhile, by whoever abandoned the owner.
            metrics.removeMetric(name);
        }
    }

    @Override
    public void removeMetric(MetricName name) {
        requireOpen();
        if (!names.remove(name)) {
            throw new IllegalArgumentException("Metric " + name + " was not added here");
        }
        metrics.removeMetric(name);
    }

    @Override
    public Sensor addSensor(String name) {
        requireOpen();
        if (!sensors.add(name)) {
            throw new IllegalArgumentException("Sensor " + name + " exists already");
        }
        return metrics.sensor(scoped(name));
    }

    @Override
    public void removeSensor(String name) {
        requireOpen();
        if (!sensors.remove(name)) {
            throw new IllegalArgumentException("Sensor " + name + " was not added here");
        }
        metrics.removeSensor(scoped(name));
    }

    private String scoped(String name) {
        return GROUP + number + tags + name;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The owner of these metrics is closed; register none after stop");
        }
    }

    /** Each name is removed once: it may be a successor's by the time the owner, who was abandoned, ends. */
    @Override
    public void close() {
        closed = true;
        for (String name : List.copyOf(sensors)) {
            if (sensors.remove(name)) {
                metrics.removeSensor(scoped(name));
            }
        }
        for (MetricName name : List.copyOf(names)) {
            if (names.remove(name)) {
                metrics.removeMetric(name);
            }
        }
    }
}
