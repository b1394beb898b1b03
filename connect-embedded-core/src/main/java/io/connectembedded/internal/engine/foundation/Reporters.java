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
package io.connectembedded.internal.engine.foundation;

import io.connectembedded.error.WorkerStartException;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.MetricsReporter;

/** Makes the reporters of a run's own metrics, {@code metric.reporters}; its registry closes them. */
public final class Reporters {

    private final WorkerConfig worker;
    private final PluginClasses plugins;
    private final Foundation foundation;
    private final Map<String, Object> settings;

    public Reporters(WorkerConfig worker, PluginClasses plugins, Foundation foundation, String workerId) {
        this.worker = worker;
        this.plugins = plugins;
        this.foundation = foundation;
        this.settings = new HashMap<>(worker.originals());
        this.settings.put("client.id", workerId);
    }

    public List<MetricsReporter> make() {
        List<MetricsReporter> made = new ArrayList<>();
        try {
            for (String name : worker.metricReporters()) {
                // A worker moved by hand stays out of the platform's MBeans.
                List<MetricsReporter> next =
                        name.equals(JmxReporter.class.getName()) ? foundation.reporters() : List.of(create(name));
                made.addAll(next);
                next.forEach(reporter -> reporter.configure(settings));
            }
            return made;
        } catch (Throwable t) {
            made.forEach(MetricsReporter::close);
            throw new WorkerStartException(
                    "A reporter of metric.reporters cannot be made: "
                            + worker.secrets().redact(Failures.messageOf(t))
                            + "; correct its settings or take it out",
                    null);
        }
    }

    private MetricsReporter create(String name) throws PluginNotFoundException {
        return PluginClasses.create(plugins.find(name, PluginKind.METRICS_REPORTER), MetricsReporter.class);
    }
}
