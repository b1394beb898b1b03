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

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A config with its references replaced.
 *
 * @param values the config as a plug-in is to see it, in the order of writing
 * @param references what providers gave, each value with the reference that stands for it
 * @param validFor the shortest time for which a provider says that its values hold
 */
public record Resolution(Map<String, String> values, Map<String, String> references, Optional<Duration> validFor) {

    /** Of a config in which nothing is to be replaced. */
    public static Resolution unchanged(Map<String, String> config) {
        return new Resolution(config, Map.of(), Optional.empty());
    }

    /** The values that came from providers. */
    public Collection<String> secrets() {
        return references.keySet();
    }

    @Override
    public String toString() {
        return "Resolution[" + references.values() + "]";
    }
}
