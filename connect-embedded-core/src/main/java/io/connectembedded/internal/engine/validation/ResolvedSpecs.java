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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.provider.ConfigProviders;
import io.connectembedded.internal.config.provider.ProviderException;
import io.connectembedded.internal.config.provider.Resolution;
import java.util.Map;
import java.util.Set;

/** Specs with the values of config providers put in, for validation; what comes of the values' end is no matter here. */
record ResolvedSpecs(ConfigProviders providers) implements SpecCheck.Resolver {

    @Override
    public Resolution of(ConnectorSpec spec, Problems problems) {
        try {
            return providers.resolve(spec.config(), Set.of("name"));
        } catch (ProviderException e) {
            problems.add(spec.name(), key(spec.config(), e), null, e.what(), e.remedy());
            return Resolution.unchanged(spec.config());
        }
    }

    /** The setting that holds the reference. */
    private static String key(Map<String, String> config, ProviderException failure) {
        return config.entrySet().stream()
                .filter(entry -> failure.concerns(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("config.providers");
    }
}
