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
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.keys.NamedPlugin;
import io.connectembedded.internal.config.provider.ConfigProviders;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.validation.terms.SourceTerms;
import io.connectembedded.internal.inapp.InAppSinkConnector;
import io.connectembedded.internal.lifecycle.VirtualThreads;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.internal.plugin.PluginSetup;
import io.connectembedded.offset.OffsetStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks everything a builder was told, and reports every problem at once. */
public final class WorkerCheck {

    /** What passed. */
    public record Checked(
            WorkerConfig config,
            @Nullable OffsetStore offsetStore,
            List<CheckedConnector> connectors,
            PluginClasses plugins,
            WorkerPlugins own) {}

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCheck.class);
    private static final String PLUGINS = "Look at what the config providers and the override policy of the worker do,"
            + " and whether what they ask can be reached";

    private static final Pattern PLUGIN_KEY =
            Pattern.compile("connector\\.class|(key|value|header)\\.converter|(transforms|predicates)\\.[^.]+\\.type");

    private final Map<String, String> written;
    private final Map<String, Object> objects;
    private final List<ConnectorSpec> specs;
    private final PluginClasses plugins;
    private final @Nullable ThreadFactory threads;
    private final Execution execution;
    private final Problems problems = new Problems();

    public WorkerCheck(
            Map<String, String> config,
            Map<String, Object> objects,
            List<ConnectorSpec> specs,
            ClassLoader loader,
            @Nullable ThreadFactory threads,
            Execution execution) {
        this.written = config;
        this.objects = objects;
        this.specs = specs;
        this.threads = threads;
        this.execution = execution;
        this.plugins = PluginSetup.open(
                config,
                loader,
                Map.of(InAppSinkConnector.ALIAS, InAppSinkConnector.class),
                execution,
                this::refusePluginSetting);
    }

    private void refusePluginSetting(String key, String value, String what, String remedy) {
        problems.add(null, key, value, what, remedy);
    }

    public Checked orThrow(SourceTerms.Naming naming, @Nullable OffsetStore chosenStore) {
        try {
            return check(naming, chosenStore);
        } catch (RuntimeException | Error e) {
            plugins.close();
            throw e;
        }
    }

    private Checked check(SourceTerms.Naming naming, @Nullable OffsetStore chosenStore) {
        if (naming.name().isBlank()) {
            problems.add(null, "name", naming.name(), "The worker's name is empty", "Call name(\"…\") with a text");
        }
        if (threads != null && VirtualThreads.wouldPin(threads)) {
            problems.add(
                    null,
                    "threads",
                    "virtual threads",
                    "On Java " + Runtime.version().feature() + " a plug-in's synchronized blocks would pin them",
                    "Run on Java 24 or newer, or give a factory of platform threads");
        }
        PluginSetup.refuseUndeclared(plugins, this::refusePluginSetting);
        SpecCheck.refuseDuplicates(specs, problems);
        plugins.prepare(named());
        try (BoundedAsking asking = new BoundedAsking(execution)) {
            Optional<WorkerOpening> opening = asking.ask(
                    "worker",
                    () -> WorkerOpening.of(written, plugins),
                    Secrets.of(written, new ConfigDef())::redact,
                    (what, remedy) ->
                            problems.add(null, "config.providers", written.get("config.providers"), what, PLUGINS));
            problems.orThrowIf(opening.isEmpty());
            WorkerOpening opened = opening.orElseThrow();
            SourceTerms terms = terms(naming.name(), opened, chosenStore);
            terms.check(naming, specs, problems);
            return closedUnlessRight(opened, asking, terms);
        }
    }

    /** What configs name as plug-ins, as far as no config provider is to give it. */
    private Set<String> named() {
        Set<String> named = new TreeSet<>();
        Stream.concat(Stream.of(written), specs.stream().map(ConnectorSpec::config))
                .flatMap(config -> config.entrySet().stream())
                .filter(entry -> PLUGIN_KEY.matcher(entry.getKey()).matches())
                .map(entry -> entry.getValue().trim())
                .filter(name -> !name.isEmpty() && !name.contains("${"))
                .forEach(named::add);
        return named;
    }

    private Checked closedUnlessRight(WorkerOpening opening, BoundedAsking asking, SourceTerms terms) {
        try {
            return orThrow(opening, asking, terms);
        } catch (RuntimeException | Error e) {
            // On a thread of its own too, for it may hang.
            var unused = asking.ask(
                    "worker",
                    () -> {
                        opening.plugins().close();
                        return true;
                    },
                    UnaryOperator.identity(),
                    (what, remedy) -> LOG.warn("Config providers of a worker that was not built did not close"));
            throw e;
        }
    }

    private Checked orThrow(WorkerOpening opening, BoundedAsking asking, SourceTerms terms) {
        WorkerConfig worker = opening.worker();
        Map<String, String> config = opening.config();
        problems.addAll(opening.problems());
        checkConverter(config, "key.converter", PluginKind.CONVERTER);
        checkConverter(config, "value.converter", PluginKind.CONVERTER);
        checkConverter(config, "header.converter", PluginKind.HEADER_CONVERTER);
        SpecCheck check = SpecCheck.of(plugins, terms, opening.plugins());
        List<CheckedConnector> connectors =
                checkSpecs(asking, check, opening.plugins().providers());
        problems.orThrow();
        return new Checked(Objects.requireNonNull(worker), terms.store(), connectors, plugins, opening.plugins());
    }

    private static SourceTerms terms(String name, WorkerOpening opening, @Nullable OffsetStore chosenStore) {
        WorkerConfig worker = opening.worker();
        OffsetStore store = chosenStore != null || worker == null ? chosenStore : storeOf(worker);
        boolean hasStore = store != null
                || opening.config().containsKey("offset.storage.file.filename")
                || opening.config().containsKey("offset.storage.topic");
        return new SourceTerms(name, worker != null && worker.writesExactlyOnce(), hasStore, store);
    }

    private static @Nullable OffsetStore storeOf(WorkerConfig worker) {
        return worker.offsetFile()
                .map(OffsetStore::file)
                .or(() -> worker.offsetTopic().map(OffsetStore::kafka))
                .orElse(null);
    }

    private void checkConverter(Map<String, String> config, String key, PluginKind kind) {
        String named = config.get(key);
        if (named == null || named.isBlank() || objects.containsKey(key)) {
            return;
        }
        try {
            PluginNotFoundException noVersion = NamedPlugin.find(plugins, NamedPlugin.request(config, key, kind, null))
                    .noVersion();
            if (noVersion != null) {
                String version = NamedPlugin.versionKey(key);
                problems.add(null, version, config.get(version), noVersion.what(), noVersion.remedy());
            }
        } catch (PluginNotFoundException e) {
            problems.add(null, key, named, e.what(), e.remedy());
        }
    }

    private List<CheckedConnector> checkSpecs(BoundedAsking asking, SpecCheck check, ConfigProviders providers) {
        List<CheckedConnector> checked = new ArrayList<>();
        for (ConnectorSpec spec : specs) {
            Problems ofPlugin = new Problems();
            Problems unanswered = new Problems();
            asking.ask(
                            spec.name(),
                            SpecCheck.interrupts(spec),
                            () -> check.check(spec, false, ofPlugin),
                            Secrets.of(spec.config(), new ConfigDef())::redact,
                            (what, remedy) -> providers
                                    .unanswered()
                                    .ifPresentOrElse(
                                            asked -> unanswered.add(
                                                    spec.name(), "config.providers", null, asked, PLUGINS),
                                            () -> unanswered.add(
                                                    spec.name(),
                                                    "connector.class",
                                                    spec.config().get("connector.class"),
                                                    what,
                                                    remedy)))
                    .ifPresent(answer -> {
                        answer.ifPresent(checked::add);
                        problems.addAll(ofPlugin);
                    });
            problems.addAll(unanswered);
        }
        return checked;
    }
}
