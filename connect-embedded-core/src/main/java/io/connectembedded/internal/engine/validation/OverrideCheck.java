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

import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.config.keys.ErrorKeys;
import io.connectembedded.internal.config.keys.SourceKeys;
import io.connectembedded.internal.config.keys.TopicCreationKeys;
import io.connectembedded.internal.lifecycle.Failures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest.ClientType;
import org.apache.kafka.connect.health.ConnectorType;
import org.jspecify.annotations.Nullable;

/** Checks the client settings a connector overrides, of the clients it will have, and lets the policy judge them. */
final class OverrideCheck {

    private final String connector;
    private final Class<? extends Connector> type;
    private final Map<String, String> config;
    private final Findings findings;
    private final @Nullable ConnectorClientConfigOverridePolicy policy;

    /** {@code policy} is null when everything may be overridden. */
    OverrideCheck(
            String connector,
            Class<? extends Connector> type,
            Map<String, String> config,
            Findings findings,
            @Nullable ConnectorClientConfigOverridePolicy policy) {
        this.connector = connector;
        this.type = type;
        this.config = config;
        this.findings = findings;
        this.policy = policy;
    }

    void run(boolean sink) {
        boolean deadLetters = !config.getOrDefault(ErrorKeys.DLQ_TOPIC, "").isBlank();
        if (!sink || deadLetters) {
            check("producer.override.", ClientType.PRODUCER, ProducerConfig::configDef, sink);
        }
        boolean ownOffsets = !sink && config.containsKey(SourceKeys.OFFSETS_TOPIC);
        if (deadLetters || ownOffsets || (!sink && TopicCreationKeys.areIn(config))) {
            check("admin.override.", ClientType.ADMIN, AdminClientConfig::configDef, sink);
        }
        if (sink || ownOffsets) {
            check("consumer.override.", ClientType.CONSUMER, ConsumerConfig::configDef, sink);
        }
    }

    private void check(String prefix, ClientType client, Supplier<ConfigDef> settings, boolean sink) {
        Map<String, Object> overrides = new LinkedHashMap<>();
        List<ConfigValue> values = new ArrayList<>();
        ConfigDef overridden = new ConfigDef();
        List<String> keys =
                config.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
        ConfigDef all = keys.isEmpty() ? overridden : settings.get();
        for (String key : keys) {
            String name = key.substring(prefix.length());
            ConfigKey known = all.configKeys().get(name);
            if (known != null) {
                overridden.define(known);
            }
            values.add(parsed(name, config.getOrDefault(key, ""), known, overrides));
        }
        if (policy != null) {
            ConnectorType kind = sink ? ConnectorType.SINK : ConnectorType.SOURCE;
            values.addAll(judged(policy, new ConnectorClientConfigRequest(connector, kind, type, overrides, client)));
        }
        findings.addBelow(prefix, overridden, values);
    }

    private static ConfigValue parsed(
            String name, String value, @Nullable ConfigKey known, Map<String, Object> overrides) {
        ConfigValue result = new ConfigValue(name, value, List.of(), new ArrayList<>());
        try {
            Object typed = known == null || known.type == ConfigDef.Type.CLASS
                    ? value
                    : ConfigDef.parseType(name, value, known.type);
            overrides.put(name, typed);
            result.value(typed);
        } catch (ConfigException e) {
            result.addErrorMessage(e.getMessage());
        }
        return result;
    }

    private List<ConfigValue> judged(ConnectorClientConfigOverridePolicy judge, ConnectorClientConfigRequest request) {
        try {
            @Nullable List<ConfigValue> judgement = judge.validate(request);
            return judgement == null ? List.of() : judgement;
        } catch (RuntimeException | LinkageError e) {
            findings.error(
                    ConnectorKeys.CLASS,
                    "The override policy " + judge.getClass().getName() + " cannot judge this connector: "
                            + Failures.textOf(e),
                    "Correct the policy, or set the worker's 'connector.client.config.override.policy' to another");
            return List.of();
        }
    }
}
