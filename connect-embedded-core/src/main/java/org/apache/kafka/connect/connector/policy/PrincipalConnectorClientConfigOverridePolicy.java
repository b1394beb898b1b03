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
import java.util.function.Predicate;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connectors may override whom they log in as. Outdated in Connect since 4.2, and superseded by the allow list. */
public final class PrincipalConnectorClientConfigOverridePolicy extends NamedOverridePolicy {

    private static final Logger LOG = LoggerFactory.getLogger(PrincipalConnectorClientConfigOverridePolicy.class);

    private static final List<String> ALLOWED = List.of(
            SaslConfigs.SASL_JAAS_CONFIG, SaslConfigs.SASL_MECHANISM, CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);

    public PrincipalConnectorClientConfigOverridePolicy() {
        super("Principal");
    }

    @Override
    Predicate<String> allowed() {
        return ALLOWED::contains;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        LOG.warn(
                "The Principal override policy is deprecated in Connect; use Allowlist with {}={} instead",
                AllowlistConnectorClientConfigOverridePolicy.ALLOWLIST_CONFIG,
                String.join(",", ALLOWED));
    }
}
