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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Connectors may override the client settings that {@value #ALLOWLIST_CONFIG} lists, none by default (KIP-1188). */
public final class AllowlistConnectorClientConfigOverridePolicy extends NamedOverridePolicy {

    public static final String ALLOWLIST_CONFIG = "connector.client.config.override.allowlist";

    private static final ConfigDef DEF = new ConfigDef()
            .define(
                    ALLOWLIST_CONFIG,
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    ConfigDef.Importance.MEDIUM,
                    "Client settings that connectors may override; none when empty.");

    private Set<String> listed = Set.of();

    public AllowlistConnectorClientConfigOverridePolicy() {
        super("Allowlist");
    }

    @Override
    Predicate<String> allowed() {
        return listed::contains;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        listed = Set.copyOf(
                new AbstractConfig(DEF, Map.of(ALLOWLIST_CONFIG, listed(configs)), false).getList(ALLOWLIST_CONFIG));
    }

    /** Of the rest nothing is looked at: there may be config providers in it, which would be made once more. */
    private static Object listed(Map<String, ?> configs) {
        Object value = configs.get(ALLOWLIST_CONFIG);
        return value == null ? List.of() : value;
    }
}
