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
package io.connectembedded.internal.engine.validation;

import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.internal.config.provider.ConfigProviders;
import io.connectembedded.internal.config.provider.ProviderException;
import io.connectembedded.internal.config.provider.ProviderSetup;
import io.connectembedded.internal.config.provider.Resolution;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a worker's config needs code of others: its providers are made, its values put in, its policy set up. Runs on
 * a validation thread, under a bound.
 *
 * @param config the worker's settings with what providers gave
 * @param worker empty when there are problems
 */
record WorkerOpening(
        Map<String, String> config, @Nullable WorkerConfig worker, WorkerPlugins plugins, Problems problems) {

    static WorkerOpening of(Map<String, String> written, PluginClasses classes) {
        Problems problems = new Problems();
        ConfigProviders providers = ProviderSetup.open(written, classes, problems);
        if (!problems.isEmpty()) {
            // Without a provider every value it should give would be wrong too, which nobody needs to hear.
            return new WorkerOpening(written, null, new WorkerPlugins(providers, OverridePolicy.all()), problems);
        }
        Resolution resolution = resolved(providers, written, problems);
        Optional<WorkerConfig> worker = problems.isEmpty()
                ? WorkerConfig.check(resolution.values(), resolution.secrets(), problems)
                : Optional.empty();
        worker.ifPresent(config -> checkReporters(config, classes, problems));
        OverridePolicy policy = worker.flatMap(config -> OverridePolicy.open(config, classes, problems))
                .orElseGet(OverridePolicy::all);
        return new WorkerOpening(
                resolution.values(), worker.orElse(null), new WorkerPlugins(providers, policy), problems);
    }

    private static Resolution resolved(ConfigProviders providers, Map<String, String> written, Problems problems) {
        Collection<String> asWritten =
                written.keySet().stream().filter(WorkerConfig::isOfProviders).toList();
        try {
            return providers.resolve(written, asWritten);
        } catch (ProviderException e) {
            String key = written.entrySet().stream()
                    .filter(entry -> e.concerns(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("config.providers");
            problems.add(null, key, null, e.what(), e.remedy());
            return Resolution.unchanged(written);
        }
    }

    private static void checkReporters(WorkerConfig worker, PluginClasses classes, Problems problems) {
        List<String> named = worker.metricReporters();
        for (String reporter : named) {
            try {
                classes.find(reporter, PluginKind.METRICS_REPORTER);
            } catch (PluginNotFoundException e) {
                problems.add(null, "metric.reporters", worker.secrets().redact(reporter), e.what(), e.remedy());
            }
        }
    }
}
