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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Frequencies;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Rate;

/** The metrics of one thing; closing it removes them and their MBeans. */
public final class MetricGroup implements AutoCloseable {

    private final Metrics metrics;
    private final String group;
    private final Map<String, String> tags;
    private final List<MetricName> gauges = new ArrayList<>();
    private final List<String> sensors = new ArrayList<>();

    MetricGroup(Metrics metrics, String group, Map<String, String> tags) {
        this.metrics = metrics;
        this.group = group;
        this.tags = tags;
    }

    /** A value that is read when somebody asks. */
    void gauge(String name, String description, Supplier<Object> value) {
        MetricName metric = metrics.metricName(name, group, description, tags);
        Gauge<Object> gauge = (config, now) -> value.get();
        metrics.addMetricIfAbsent(metric, null, gauge);
        gauges.add(metric);
    }

    /** Counts into {@code <name>-rate} per second and {@code <name>-total}. */
    Sensor rateAndTotal(String name, String description) {
        Sensor sensor = sensor(name);
        sensor.add(metrics.metricName(name + "-rate", group, description + ", per second", tags), new Rate());
        sensor.add(metrics.metricName(name + "-total", group, description + ", in all", tags), new CumulativeSum());
        return sensor;
    }

    /** Records into {@code <stem>-max-<tail>} and {@code <stem>-avg-<tail>}. */
    Sensor maxAndAverage(String stem, String tail, String description) {
        Sensor sensor = sensor(stem + tail);
        sensor.add(metrics.metricName(stem + "-max" + tail, group, "Largest " + description, tags), new Max());
        sensor.add(metrics.metricName(stem + "-avg" + tail, group, "Average " + description, tags), new Avg());
        return sensor;
    }

    /** Records 1 for a success and 0 for a failure into {@code <stem>-success-percentage} and {@code -failure-percentage}. */
    Sensor outcomes(String stem, String description) {
        Sensor sensor = sensor(stem + "-outcomes");
        sensor.add(Frequencies.forBooleanValues(
                metrics.metricName(stem + "-failure-percentage", group, "Share of failed " + description, tags),
                metrics.metricName(stem + "-success-percentage", group, "Share of successful " + description, tags)));
        return sensor;
    }

    /** Name to value of all metrics of this group, as they are now. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<MetricName, KafkaMetric> entry : metrics.metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (name.group().equals(group) && name.tags().entrySet().containsAll(tags.entrySet())) {
                values.put(name.name(), entry.getValue().metricValue());
            }
        }
        return values;
    }

    private Sensor sensor(String name) {
        // The tags make the name unique in the registry: two tasks must never share a sensor.
        String unique = group + tags + name;
        sensors.add(unique);
        return metrics.sensor(unique);
    }

    @Override
    public void close() {
        sensors.forEach(metrics::removeSensor);
        gauges.forEach(metrics::removeMetric);
    }
}
