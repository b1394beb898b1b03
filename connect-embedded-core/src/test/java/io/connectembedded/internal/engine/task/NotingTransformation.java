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
package io.connectembedded.internal.engine.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** A transformation and predicate that notes what it is asked; made by class name, so notes are by thread. */
public class NotingTransformation implements Transformation<SourceRecord>, Predicate<SourceRecord>, Monitorable {

    static final ThreadLocal<List<String>> CALLS = ThreadLocal.withInitial(ArrayList::new);

    private boolean holds;
    private String name = "";

    static List<String> calls() {
        return CALLS.get();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        Map<String, Object> options = new LinkedHashMap<>(new TreeMap<>(configs));
        options.remove("type");
        name = String.valueOf(configs.get("name"));
        holds = Boolean.parseBoolean(String.valueOf(configs.get("holds")));
        calls().add("configure " + options + (configs.containsKey("type") ? " of type" : ""));
        if (configs.containsKey("refuse")) {
            throw new ConfigException("refuse", configs.get("refuse"), "not wanted");
        }
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        calls().add("metrics " + name);
        metrics.addMetric(
                metrics.metricName("seen", "Records seen", new LinkedHashMap<>()), (Gauge<Integer>) (config, now) -> 1);
        metrics.addSensor("shared").add(metrics.metricName("sum", "", new LinkedHashMap<>()), new CumulativeSum());
    }

    @Override
    public SourceRecord apply(SourceRecord record) {
        calls().add("apply " + name);
        return record.newRecord(
                record.topic() + name, null, null, null, record.valueSchema(), record.value(), null, null);
    }

    @Override
    public boolean test(SourceRecord record) {
        calls().add("test " + name);
        return holds;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "7.1";
    }

    @Override
    public void close() {
        calls().add("close " + name);
    }
}
