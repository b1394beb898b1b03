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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.internal.lifecycle.SettableTime;
import io.connectembedded.status.TaskId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PluginMetersTest {

    private final ConnectMetrics metrics =
            new ConnectMetrics(new SettableTime(), Duration.ofSeconds(30), 2, Map.of(), List.of(new JmxReporter()));
    private final PluginMeters plugin = metrics.plugin(Map.of("connector", "plugin-meters-test"));

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void a_metric_carries_the_owners_tags_and_the_plug_ins_own() throws Exception {
        LinkedHashMap<String, String> own = new LinkedHashMap<>(Map.of("table", "orders"));
        MetricName name = plugin.metricName("rows", "Rows read", own);
        plugin.addMetric(name, (Gauge<Integer>) (config, now) -> 42);

        assertThat(name.tags()).isEqualTo(Map.of("connector", "plugin-meters-test", "table", "orders"));
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName("kafka.connect:type=plugins,connector=plugin-meters-test,table=orders"),
                                "rows"))
                .isEqualTo(42);
    }

    @Test
    void a_tag_of_the_runtime_cannot_be_taken() {
        LinkedHashMap<String, String> taken = new LinkedHashMap<>(Map.of("connector", "mine"));

        assertThatThrownBy(() -> plugin.metricName("rows", "", taken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connector");
    }

    @Test
    void a_metric_or_sensor_cannot_be_added_twice_nor_removed_by_another() {
        MetricName name = name(plugin);
        plugin.addMetric(name, (Gauge<Integer>) (config, now) -> 1);
        plugin.addSensor("s");
        PluginMeters other = metrics.plugin(Map.of("connector", "another"));

        assertThatThrownBy(() -> plugin.addMetric(name, (Gauge<Integer>) (config, now) -> 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plugin.addSensor("s")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.removeMetric(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> other.removeSensor("s")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_plug_ins_that_choose_one_sensor_name_have_two_sensors() throws Exception {
        PluginMeters other = metrics.plugin(Map.of("connector", "plugin-meters-other"));
        Sensor mine = plugin.addSensor("s");
        Sensor theirs = other.addSensor("s");
        mine.add(name(plugin), new CumulativeSum());
        theirs.add(name(other), new CumulativeSum());
        mine.record(1);
        theirs.record(5);
        other.close();
        mine.record(1);

        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName("kafka.connect:type=plugins,connector=plugin-meters-test"), "rows"))
                .isEqualTo(2.0);
    }

    @Test
    void two_plug_ins_with_the_same_tags_that_choose_one_sensor_name_have_two_sensors() {
        PluginMeters same = metrics.plugin(Map.of("connector", "plugin-meters-test"));
        Sensor mine = plugin.addSensor("s");
        Sensor theirs = same.addSensor("s");
        theirs.add(name(plugin), new CumulativeSum());
        plugin.close();

        assertThat(mine).isNotSameAs(theirs);
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(bean()))
                .isTrue();
    }

    @Test
    void what_was_removed_may_be_added_again() {
        MetricName name = name(plugin);
        plugin.addMetric(name, (Gauge<Integer>) (config, now) -> 1);
        plugin.removeMetric(name);
        plugin.addMetric(name, (Gauge<Integer>) (config, now) -> 1);
        plugin.addSensor("s");
        plugin.removeSensor("s");

        assertThat(plugin.addSensor("s")).isNotNull();
    }

    @Test
    void what_an_abandoned_task_closes_late_takes_nothing_from_its_successor() throws Exception {
        TaskId id = new TaskId("plugin-meters-test", 0);
        ChainMeters old = metrics.chain(id);
        PluginMeters ofOld = old.plugin(Map.of());
        ofOld.addMetric(name(ofOld), (Gauge<Integer>) (config, now) -> 1);
        AutoCloseable facts = old.transform("t", String.class, "1");
        metrics.taskOver(id);
        ChainMeters fresh = metrics.chain(id);
        PluginMeters ofFresh = fresh.plugin(Map.of());
        ofFresh.addMetric(name(ofFresh), (Gauge<Integer>) (config, now) -> 2);
        fresh.transform("t", Integer.class, "2");
        facts.close();
        ofOld.close();

        assertThat(attribute("plugins,connector=plugin-meters-test,task=0", "rows"))
                .isEqualTo(2);
        assertThat(attribute(
                        "connector-transform-metrics,connector=plugin-meters-test,task=0,transform=t",
                        "transform-class"))
                .isEqualTo("java.lang.Integer");
        assertThatThrownBy(() -> name(old.plugin(Map.of()))).hasMessageContaining("closed");
    }

    private static Object attribute(String type, String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("kafka.connect:type=" + type), name);
    }

    @Test
    void closing_removes_everything_and_nothing_may_be_added_after() throws JMException {
        plugin.addMetric(name(plugin), (Gauge<Integer>) (config, now) -> 1);
        plugin.addSensor("s")
                .add(metrics.plugin(Map.of()).metricName("more", "", new LinkedHashMap<>()), new CumulativeSum());
        plugin.close();

        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("kafka.connect:type=plugins,*"), null))
                .isEmpty();
        assertThatThrownBy(() -> plugin.addSensor("t")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> name(plugin)).isInstanceOf(IllegalStateException.class);
    }

    private static ObjectName bean() {
        try {
            return new ObjectName("kafka.connect:type=plugins,connector=plugin-meters-test");
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private static MetricName name(PluginMeters meters) {
        return meters.metricName("rows", "", new LinkedHashMap<>());
    }
}
