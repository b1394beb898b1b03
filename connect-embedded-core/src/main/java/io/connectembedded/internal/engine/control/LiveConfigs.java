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
package io.connectembedded.internal.engine.control;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.config.provider.ConfigProviders;
import io.connectembedded.internal.config.provider.References;
import io.connectembedded.internal.config.provider.Resolution;
import io.connectembedded.internal.lifecycle.TaskGate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The configs of connectors and tasks as plug-ins see them: with what config providers give at that moment. Everywhere
 * else configs are as they were written (trap 4). On connector and task threads, for a provider may block.
 */
public final class LiveConfigs {

    private static final Set<String> AS_WRITTEN = Set.of("name");

    private final ConfigProviders providers;
    private final Secrets worker;
    private final Duration limit;
    private final Set<Object> asking = ConcurrentHashMap.newKeySet();
    private volatile BiConsumer<String, Duration> reload = (connector, validFor) -> {};

    /**
     * {@code worker}: the secrets of its own config, which failures of every connector may tell too; {@code limit}: how
     * long a provider may take before whoever needs it has failed.
     */
    public LiveConfigs(ConfigProviders providers, Secrets worker, Duration limit) {
        this.providers = providers;
        this.worker = worker;
        this.limit = limit;
    }

    Duration limit() {
        return limit;
    }

    /** Whether there is anybody who may not answer. */
    boolean mayHang() {
        return !providers.isEmpty();
    }

    /** Whether this task waits for a provider now; any thread. */
    boolean isAsking(TaskGate task) {
        return asking.contains(task);
    }

    /** What one that waited for all of the limit fails of. */
    ConnectException unanswered() {
        return new ConnectException(providers.unanswered().orElse("A config provider does not answer") + ", and "
                + limit + " have passed; see whether what it asks can be reached, then restart");
    }

    /** Who restarts a connector when values of its config end; told before anything is resolved. */
    public void reloadBy(BiConsumer<String, Duration> restartAfter) {
        reload = restartAfter;
    }

    /** A connector's config as it is now, and how its task configs become storable. */
    record Live(Map<String, String> config, References references) {}

    Live connector(CheckedConnector connector) {
        Map<String, String> raw = connector.config().spec().config();
        Resolution resolution = resolve(connector, raw);
        return new Live(resolution.values(), new References(raw, resolution));
    }

    /**
     * A plan whose connector's config is as it is now, for the task of this gate; the configs of its tasks are as they
     * were stored.
     */
    public TaskPlan plan(TaskPlan stored, TaskGate task) {
        CheckedConnector connector = stored.connector();
        return new TaskPlan(
                now(
                        connector,
                        resolveFor(task, connector, connector.config().spec().config())),
                stored.connectorVersion(),
                stored.taskClass(),
                stored.configs());
    }

    /** A connector with its config as it is now, which is {@code config().spec().config()}; may block. */
    public CheckedConnector now(CheckedConnector connector) {
        return now(connector, connector(connector).config());
    }

    private static CheckedConnector now(CheckedConnector connector, Map<String, String> config) {
        ConnectorSpec raw = connector.config().spec();
        Map<String, String> changed = new LinkedHashMap<>(config);
        // A value that is given anew is no object any more: the spec is to keep its objects.
        changed.entrySet().removeAll(raw.config().entrySet());
        ConnectorSpec spec = raw.withAll(changed);
        return new CheckedConnector(
                ConnectorConfig.of(spec, config, connector.config().connectorClass()), connector.secrets());
    }

    /** Which config provider does not answer, if that is what somebody waits for. */
    public Optional<String> unansweredProvider() {
        return providers.unanswered();
    }

    /** A task's config as it is now. */
    public Map<String, String> task(TaskPlan stored, int number, TaskGate task) {
        return resolveFor(task, stored.connector(), stored.configs().get(number));
    }

    private Map<String, String> resolveFor(TaskGate task, CheckedConnector connector, Map<String, String> config) {
        asking.add(task);
        try {
            return resolve(connector, config).values();
        } finally {
            asking.remove(task);
        }
    }

    private Resolution resolve(CheckedConnector connector, Map<String, String> config) {
        Resolution resolution = providers.resolve(config, AS_WRITTEN);
        connector.secrets().learn(worker);
        connector.secrets().learn(resolution.secrets());
        if (connector.config().reload()) {
            resolution
                    .validFor()
                    .ifPresent(end -> reload.accept(connector.config().name(), end));
        }
        return resolution;
    }
}
