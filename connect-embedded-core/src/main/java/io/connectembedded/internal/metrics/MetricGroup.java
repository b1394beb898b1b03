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
import org.apache.kafka.common.metrics.stats.Min;
import org.apache.kafka.common.metrics.stats.Rate;

/** The metrics of one thing; closing it removes them and their MBeans. */
public final class MetricGroup implements AutoCloseable {

    private final Metrics metrics;
    private final String group;
    private final Map<String, String> tags;
    private final List<MetricName> names = new ArrayList<>(); // guarded by "this"
    private final List<MetricName> gauges = new ArrayList<>(); // guarded by "this"
    private final List<String> sensors = new ArrayList<>(); // guarded by "this"

    MetricGroup(Metrics metrics, String group, Map<String, String> tags) {
        this.metrics = metrics;
        this.group = group;
        this.tags = tags;
    }

    /** A value that is read when somebody asks. */
    void gauge(String name, String description, Supplier<Object> value) {
        MetricName metric = named(name, description);
        Gauge<Object> gauge = (config, now) -> value.get();
        metrics.addMetricIfAbsent(metric, null, gauge);
        synchronized (this) {
            gauges.add(metric);
        }
    }

    /** Counts into {@code <name>-rate} per second and {@code <name>-total}. */
    Sensor rateAndTotal(String name, String description) {
        Sensor sensor = sensor(name);
        sensor.add(named(name + "-rate", description + ", per second"), new Rate());
        sensor.add(named(name + "-total", description + ", in all"), new CumulativeSum());
        return sensor;
    }

    /** Records into {@code <stem>-max-<tail>} and {@code <stem>-avg-<tail>}. */
    Sensor maxAndAverage(String stem, String tail, String description) {
        Sensor sensor = sensor(stem + tail);
        sensor.add(named(stem + "-max" + tail, "Largest " + description), new Max());
        sensor.add(named(stem + "-avg" + tail, "Average " + description), new Avg());
        return sensor;
    }

    /** Records into {@code <stem>-min}, {@code -max} and {@code -avg}. */
    Sensor sizes(String stem, String description) {
        Sensor sensor = maxAndAverage(stem, "", description);
        sensor.add(named(stem + "-min", "Smallest " + description), new Min());
        return sensor;
    }

    /** Records 1 for a success and 0 for a failure into {@code <stem>-success-percentage} and {@code -failure-percentage}. */
    Sensor outcomes(String stem, String description) {
        Sensor sensor = sensor(stem + "-outcomes");
        sensor.add(Frequencies.forBooleanValues(
                named(stem + "-failure-percentage", "Share of failed " + description),
                named(stem + "-success-percentage", "Share of successful " + description)));
        return sensor;
    }

    /** Name to value of all metrics of this group, as they are now. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        // By name: the registry is that of the whole worker, and every task is asked.
        for (MetricName name : named()) {
            KafkaMetric metric = metrics.metric(name);
            if (metric != null) {
                values.put(name.name(), metric.metricValue());
            }
        }
        return values;
    }

    private synchronized List<MetricName> named() {
        return List.copyOf(names);
    }

    private synchronized MetricName named(String name, String description) {
        MetricName metric = metrics.metricName(name, group, description, tags);
        names.add(metric);
        return metric;
    }

    private Sensor sensor(String name) {
        // The tags make the name unique in the registry: two tasks must never share a sensor.
        String unique = group + tags + name;
        synchronized (this) {
            sensors.add(unique);
        }
        return metrics.sensor(unique);
    }

    /** Once: the names may be a successor's by the time somebody closes it again. */
    @Override
    public void close() {
        List<String> oldSensors;
        List<MetricName> oldGauges;
        synchronized (this) {
            oldSensors = List.copyOf(sensors);
            oldGauges = List.copyOf(gauges);
            names.clear();
            sensors.clear();
            gauges.clear();
        }
        oldSensors.forEach(metrics::removeSensor);
        oldGauges.forEach(metrics::removeMetric);
    }
}
