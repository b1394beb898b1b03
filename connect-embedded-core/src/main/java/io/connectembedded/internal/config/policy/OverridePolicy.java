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
package io.connectembedded.internal.config.policy;

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.status.ConnectorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest.ClientType;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the worker's policy whether a connector may override the client settings it does. Any thread but control. */
public final class OverridePolicy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OverridePolicy.class);
    private static final String KEY = "connector.client.config.override.policy";

    private volatile ConnectorClientConfigOverridePolicy policy; // one of ours when closed, as its scope
    private volatile PluginScope scope;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OverridePolicy(ConnectorClientConfigOverridePolicy policy) {
        this.policy = policy;
        this.scope = PluginScope.overridePolicy(policy.getClass());
    }

    /** Allows everything. */
    public static OverridePolicy all() {
        return new OverridePolicy(new AllConnectorClientConfigOverridePolicy());
    }

    /** Empty when there is a problem. Runs plug-in code, which may block. */
    public static Optional<OverridePolicy> open(WorkerConfig worker, PluginClasses plugins, Problems problems) {
        String named = worker.overridePolicy();
        try {
            OverridePolicy made = new OverridePolicy(PluginClasses.create(
                    plugins.find(named, PluginKind.OVERRIDE_POLICY), ConnectorClientConfigOverridePolicy.class));
            made.scope.run(() -> made.policy.configure(worker.originals()));
            return Optional.of(made);
        } catch (PluginNotFoundException e) {
            problems.add(null, KEY, named, e.what(), e.remedy());
        } catch (Throwable t) {
            problems.add(
                    null,
                    KEY,
                    named,
                    worker.secrets().redact("The override policy cannot be set up: " + Failures.textOf(t)),
                    "Correct its settings, or name All, None, Principal or Allowlist");
        }
        return Optional.empty();
    }

    /** For validation: one that fails allows nothing. */
    public ConnectorClientConfigOverridePolicy judge() {
        return new Judge();
    }

    /** The policy under its own class loader. */
    private final class Judge implements ConnectorClientConfigOverridePolicy {

        @Override
        public List<ConfigValue> validate(ConnectorClientConfigRequest request) {
            try {
                List<ConfigValue> answer = scope.get(() -> policy.validate(request));
                return answer == null ? List.of() : answer;
            } catch (Throwable t) {
                String message = "The override policy " + policyName() + " failed ("
                        + t.getClass().getName()
                        + ") and allows nothing; look at it, or name another one in the worker's " + KEY;
                return request.clientProps().entrySet().stream()
                        .map(each -> new ConfigValue(each.getKey(), each.getValue(), List.of(), List.of(message)))
                        .toList();
            }
        }

        @Override
        public void configure(Map<String, ?> configs) {
            // It is configured already.
        }

        @Override
        public void close() {
            // The policy outlives the question.
        }
    }

    private String remedy(String prefix) {
        return "Remove it from the connector, or have the worker's policy (" + KEY + "=" + policyName()
                + ") allow what begins with " + prefix;
    }

    private String policyName() {
        return policy.getClass().getName();
    }

    /**
     * What the connector overrides of this client.
     *
     * @throws ConnectException when the policy does not allow it
     */
    public Map<String, Object> allowed(ConnectorConfig connector, ClientType client) {
        String prefix = prefix(client);
        for (ConfigValue value : ask(connector, client)) {
            if (!value.errorMessages().isEmpty()) {
                throw new ConnectException("Client Config Overrides not allowed: connector " + connector.name()
                        + " sets " + prefix + value.name() + ": " + String.join(" ", value.errorMessages()) + " "
                        + remedy(prefix));
            }
        }
        return connector.overrides(prefix);
    }

    private List<ConfigValue> ask(ConnectorConfig connector, ClientType client) {
        Map<String, Object> overrides = new HashMap<>(connector.overrides(prefix(client)));
        ConfigDef def = ClientDefinitions.of(client);
        overrides.replaceAll((name, value) -> parsed(def, name, value));
        ConnectorClientConfigRequest request = new ConnectorClientConfigRequest(
                connector.name(),
                connector.type() == ConnectorType.SOURCE
                        ? org.apache.kafka.connect.health.ConnectorType.SOURCE
                        : org.apache.kafka.connect.health.ConnectorType.SINK,
                connector.connectorClass().asSubclass(Connector.class),
                overrides,
                client);
        return judge().validate(request);
    }

    private static Object parsed(ConfigDef def, String name, Object value) {
        ConfigKey key = def.configKeys().get(name);
        return key == null || key.type() == ConfigDef.Type.CLASS ? value : ConfigDef.parseType(name, value, key.type());
    }

    private static String prefix(ClientType client) {
        return switch (client) {
            case PRODUCER -> "producer.override.";
            case CONSUMER -> "consumer.override.";
            case ADMIN -> "admin.override.";
        };
    }

    /** KIP-877; gives the policy's class for its tags. */
    public void monitor(Function<Class<?>, PluginMetrics> metrics) {
        if (policy instanceof Monitorable monitorable) {
            PluginMetrics own = metrics.apply(policy.getClass());
            scope.run(() -> monitorable.withPluginMetrics(own));
        }
    }

    /** Whether it is one of ours, whose close does nothing. */
    public boolean isOwn() {
        return policy.getClass().getClassLoader() == OverridePolicy.class.getClassLoader()
                && policy.getClass()
                        .getPackageName()
                        .equals(ConnectorClientConfigOverridePolicy.class.getPackageName());
    }

    /** A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                scope.run(this::closePolicy);
            } catch (Throwable t) {
                LOG.warn(
                        "The override policy {} failed to close ({})",
                        policyName(),
                        t.getClass().getName());
            }
            // A host may hold a closed worker for ever.
            policy = new AllConnectorClientConfigOverridePolicy();
            scope = PluginScope.overridePolicy(policy.getClass());
        }
    }

    private void closePolicy() {
        try {
            policy.close();
        } catch (Exception e) {
            throw new ConnectException(e.getClass().getName());
        }
    }
}
