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
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.inapp.InAppSinkConnector;
import io.connectembedded.internal.lifecycle.VirtualThreads;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.offset.OffsetStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** Checks everything a builder was told, and reports every problem at once. */
public final class WorkerCheck {

    private static final Duration PLUGIN_LIMIT = Duration.ofSeconds(10);

    /** What passed. */
    public record Checked(
            WorkerConfig config,
            @Nullable OffsetStore offsetStore,
            List<CheckedConnector> connectors,
            PluginClasses plugins) {}

    private final Map<String, String> config;
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
        this.config = config;
        this.objects = objects;
        this.specs = specs;
        this.plugins = new PluginClasses(loader, Map.of(InAppSinkConnector.ALIAS, InAppSinkConnector.class));
        this.threads = threads;
        this.execution = execution;
    }

    public Checked orThrow(String name, @Nullable OffsetStore chosenStore) {
        if (name.isBlank()) {
            problems.add(null, "name", name, "The worker's name is empty", "Call name(\"…\") with a text");
        }
        if (threads != null && VirtualThreads.wouldPin(threads)) {
            problems.add(
                    null,
                    "threads",
                    "virtual threads",
                    "On Java " + Runtime.version().feature() + " a plug-in's synchronized blocks would pin them",
                    "Run on Java 24 or newer, or give a factory of platform threads");
        }
        Optional<WorkerConfig> worker = WorkerConfig.check(config, problems);
        checkConverter("key.converter", PluginKind.CONVERTER);
        checkConverter("value.converter", PluginKind.CONVERTER);
        checkConverter("header.converter", PluginKind.HEADER_CONVERTER);
        SpecCheck.refuseDuplicates(specs, problems);
        OffsetStore store = chosenStore != null
                ? chosenStore
                : worker.flatMap(WorkerConfig::offsetFile)
                        .map(OffsetStore::file)
                        .orElse(null);
        boolean hasStore = store != null || config.containsKey("offset.storage.file.filename");
        List<CheckedConnector> connectors = checkSpecs(new SpecCheck(plugins, hasStore));
        problems.orThrow();
        return new Checked(worker.orElseThrow(), store, connectors, plugins);
    }

    private void checkConverter(String key, PluginKind kind) {
        String named = config.get(key);
        if (named == null || named.isBlank() || objects.containsKey(key)) {
            return;
        }
        try {
            plugins.find(named, kind);
        } catch (PluginNotFoundException e) {
            problems.add(null, key, named, e.what(), e.remedy());
        }
    }

    /** On threads of their own, for a plug-in's constructor may hang: what does not return in time is a problem too. */
    private List<CheckedConnector> checkSpecs(SpecCheck check) {
        List<CheckedConnector> checked = new ArrayList<>();
        // What hangs here is told as a problem.
        try (Validation validation = new Validation(execution, Time.SYSTEM, (connector, waited) -> {})) {
            for (ConnectorSpec spec : specs) {
                Problems found = new Problems();
                checkSpec(validation, check, spec, found).ifPresent(checked::add);
                problems.addAll(found);
            }
        }
        return checked;
    }

    private Optional<CheckedConnector> checkSpec(
            Validation validation, SpecCheck check, ConnectorSpec spec, Problems found) {
        try {
            Problems ofPlugin = new Problems();
            CompletableFuture<Optional<CheckedConnector>> checking =
                    validation.run(spec.name(), () -> check.check(spec, false, ofPlugin));
            if (!execution.until(checking, PLUGIN_LIMIT, () -> false)) {
                throw new TimeoutException();
            }
            Optional<CheckedConnector> checked = checking.get();
            found.addAll(ofPlugin);
            return checked;
        } catch (TimeoutException | ExecutionException e) {
            String what = e instanceof TimeoutException
                    ? "The plug-in did not answer within " + PLUGIN_LIMIT
                    : Secrets.of(spec.config(), new ConfigDef()).redact("The plug-in cannot be asked: " + e.getCause());
            found.add(
                    spec.name(),
                    "connector.class",
                    spec.config().get("connector.class"),
                    what,
                    "Look at what its constructor and config() do");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            found.add(
                    spec.name(),
                    "connector.class",
                    spec.config().get("connector.class"),
                    "Interrupted while the plug-in was asked",
                    "Build again");
        }
        return Optional.empty();
    }
}
