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
package org.apache.kafka.connect.connector.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.utils.AppInfoParser;

/** Judges each setting by its name alone. */
abstract class NamedOverridePolicy implements ConnectorClientConfigOverridePolicy {

    private final String name;

    NamedOverridePolicy(String name) {
        this.name = name;
    }

    abstract Predicate<String> allowed();

    @Override
    public final List<ConfigValue> validate(ConnectorClientConfigRequest request) {
        Predicate<String> allowed = allowed();
        List<ConfigValue> answer = new ArrayList<>();
        for (Map.Entry<String, Object> setting : request.clientProps().entrySet()) {
            ConfigValue value =
                    new ConfigValue(setting.getKey(), setting.getValue(), new ArrayList<>(), new ArrayList<>());
            if (!allowed.test(setting.getKey())) {
                value.addErrorMessage("The '" + name + "' policy does not allow '" + setting.getKey()
                        + "' to be overridden in the connector configuration.");
            }
            answer.add(value);
        }
        return answer;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Only one of them has settings.
    }

    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
