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
package io.connectembedded.internal.config.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** Remembers what providers gave for one config. */
final class Lookups {

    private final Map<String, String> references = new LinkedHashMap<>();

    /** The provider, looked at. */
    ConfigProvider through(NamedProvider provider) {
        return new Recorded(provider);
    }

    Map<String, String> references() {
        return references;
    }

    private final class Recorded implements ConfigProvider {

        private final NamedProvider provider;

        Recorded(NamedProvider provider) {
            this.provider = provider;
        }

        @Override
        public ConfigData get(String path) {
            throw new UnsupportedOperationException("References name their keys");
        }

        @Override
        public ConfigData get(String path, Set<String> keys) {
            ConfigData data = provider.get(path, keys);
            for (String key : keys) {
                String value = data.data().get(key);
                if (value != null && !value.isEmpty()) {
                    references.putIfAbsent(value, provider.reference(path, key));
                }
            }
            return data;
        }

        @Override
        public void configure(Map<String, ?> configs) {
            // The provider is configured already.
        }

        @Override
        public void close() {
            // The provider outlives the lookup.
        }
    }
}
