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
package io.connectembedded.test.internal.broker;

import com.yammer.metrics.core.Metric;
import com.yammer.metrics.core.MetricName;
import com.yammer.metrics.core.MetricsRegistry;
import java.util.Map;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/**
 * What Kafka's JVM-wide registry held before a node started. A node leaves some eighty metrics behind when it stops;
 * each is an MBean, and through them the whole node stays in memory.
 */
final class ServerMetrics {

    private final MetricsRegistry registry;
    private final Map<MetricName, Metric> before;

    private ServerMetrics(MetricsRegistry registry) {
        this.registry = registry;
        this.before = Map.copyOf(registry.allMetrics());
    }

    static ServerMetrics now() {
        return new ServerMetrics(KafkaYammerMetrics.defaultRegistry());
    }

    /**
     * Removes what was added since. A node that runs beside the stopped one loses MBeans by it and nothing else: nodes
     * in one JVM share names, so Kafka itself takes them away with the first node to stop.
     */
    void removeNewer() {
        registry.allMetrics().forEach((name, metric) -> {
            if (before.get(name) != metric) {
                registry.removeMetric(name);
            }
        });
    }
}
