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
import io.connectembedded.error.ValidationReport;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.inapp.InAppSinkConnector;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.status.ConnectorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks one spec, with the plug-in's own help; so it runs on a validation thread, under a bound. */
public final class SpecCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SpecCheck.class);

    private final PluginClasses plugins;
    private final boolean sourcesAllowed;

    /** {@code sourcesAllowed}: whether there is a store for their offsets. */
    public SpecCheck(PluginClasses plugins, boolean sourcesAllowed) {
        this.plugins = plugins;
        this.sourcesAllowed = sourcesAllowed;
    }

    /**
     * Empty when there are problems; they are added to {@code problems}.
     *
     * @param asksConnector whether to call {@code Connector.validate}, which may look at the outside world, and not
     *     only to check against its {@code ConfigDef}
     */
    public Optional<CheckedConnector> check(ConnectorSpec spec, boolean asksConnector, Problems problems) {
        Optional<ConnectorConfig> config = ConnectorConfig.check(spec, plugins, problems);
        if (config.isEmpty()) {
            checkRest(spec, problems);
            return Optional.empty();
        }
        checkSurroundings(config.get(), problems);
        return checkWithPlugin(spec, config.get().connectorClass(), asksConnector, problems)
                .map(secrets -> new CheckedConnector(config.get(), secrets));
    }

    /** Everything there is to say about a spec, key by key; the connector is asked. */
    public ValidationReport report(ConnectorSpec spec) {
        Problems problems = new Problems();
        check(spec, true, problems);
        return new ValidationReport(spec.name(), List.of(), List.of(), problems.list());
    }

    /** What the plug-in has to say to a config that is refused already: all problems are to be told at once. */
    private void checkRest(ConnectorSpec spec, Problems problems) {
        try {
            String name = spec.config().getOrDefault("connector.class", "");
            checkWithPlugin(spec, plugins.find(name, PluginKind.CONNECTOR), false, problems);
        } catch (PluginNotFoundException e) {
            LOG.debug("The class of connector {} is not found, which is reported already", spec.name(), e);
        }
    }

    /** Refuses two connectors of one name in what is declared or put together. */
    public static void refuseDuplicates(List<ConnectorSpec> specs, Problems problems) {
        Set<String> names = new HashSet<>();
        for (ConnectorSpec spec : specs) {
            if (!names.add(spec.name())) {
                problems.add(
                        spec.name(),
                        "name",
                        spec.name(),
                        "Two connectors have this name",
                        "Give each connector of a worker a name of its own");
            }
        }
    }

    private void checkSurroundings(ConnectorConfig config, Problems problems) {
        if (config.type() == ConnectorType.SOURCE && !sourcesAllowed) {
            problems.add(
                    config.name(),
                    "offset.storage.file.filename",
                    null,
                    "A source connector needs a store for its offsets, and none is chosen",
                    "Call offsetStore(OffsetStore.file(path)), or set the property to a file");
        }
        if (config.connectorClass() == InAppSinkConnector.class
                && !config.spec().objects().containsKey(InAppSinkConnector.HANDLER)) {
            problems.add(
                    config.name(),
                    "connector.class",
                    InAppSinkConnector.ALIAS,
                    "This sink has no function",
                    "Declare it with ConnectorSpec.sink(name, handler)");
        }
    }

    private static Optional<Secrets> checkWithPlugin(
            ConnectorSpec spec, Class<?> type, boolean asksConnector, Problems problems) {
        return PluginScope.validation(spec.name(), type).get(() -> ask(spec, type, asksConnector, problems));
    }

    /** The secrets of the config, or empty when there are problems. */
    private static Optional<Secrets> ask(ConnectorSpec spec, Class<?> type, boolean asksConnector, Problems problems) {
        int before = problems.list().size();
        String name = spec.name();
        Map<String, String> given = spec.config();
        ConfigDef def = new ConfigDef();
        try {
            Connector connector = PluginClasses.create(type, Connector.class);
            def = orEmpty(connector.config());
            if (asksConnector) {
                Config answer = connector.validate(new HashMap<>(given));
                problems.add(name, def, given, answer.configValues());
            } else {
                problems.check(name, def, given);
            }
            return problems.list().size() > before ? Optional.empty() : Optional.of(Secrets.of(given, def));
        } catch (PluginNotFoundException e) {
            problems.add(name, "connector.class", given.get("connector.class"), e.what(), e.remedy());
        } catch (Throwable t) {
            problems.add(
                    name,
                    "connector.class",
                    given.get("connector.class"),
                    Secrets.of(given, def).redact("The connector cannot be validated: " + t),
                    "Look at its documentation for what it expects");
        }
        return Optional.empty();
    }

    private static ConfigDef orEmpty(@Nullable ConfigDef def) {
        return def == null ? new ConfigDef() : def;
    }
}
