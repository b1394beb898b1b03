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
import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.config.keys.SourceKeys;
import io.connectembedded.internal.config.provider.Resolution;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.validation.terms.SourceTerms;
import io.connectembedded.internal.inapp.InAppSinkConnector;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.status.ConnectorType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.jspecify.annotations.Nullable;

/** Checks one spec, with the plug-in's own help; so it runs on a validation thread, under a bound. */
public final class SpecCheck {

    /** Puts the values of config providers in; what it cannot resolve it leaves, and adds a problem. */
    @FunctionalInterface
    public interface Resolver {
        Resolution of(ConnectorSpec spec, Problems problems);
    }

    private final PluginClasses plugins;
    private final SourceTerms terms;
    private final Resolver resolver;
    private final @Nullable ConnectorClientConfigOverridePolicy policy;

    /** By the providers and the policy of a worker. */
    public static SpecCheck of(PluginClasses plugins, SourceTerms terms, WorkerPlugins own) {
        return new SpecCheck(
                plugins, terms, new ResolvedSpecs(own.providers()), own.policy().judge());
    }

    /** {@code policy} judges the client settings that connectors override; null allows all. */
    public SpecCheck(
            PluginClasses plugins,
            SourceTerms terms,
            Resolver resolver,
            @Nullable ConnectorClientConfigOverridePolicy policy) {
        this.plugins = plugins;
        this.terms = terms;
        this.resolver = resolver;
        this.policy = policy;
    }

    /**
     * Empty when there are problems; they are added to {@code problems}.
     *
     * @param asksConnector whether to call {@code Connector.validate}, which may look at the outside world, and not
     *     only to check against its {@code ConfigDef}
     */
    public Optional<CheckedConnector> check(ConnectorSpec spec, boolean asksConnector, Problems problems) {
        Problems own = new Problems();
        Resolution resolution = resolver.of(spec, own);
        Map<String, String> config = resolution.values();
        Findings findings = new Findings(spec, config);
        findings.hide(resolution.secrets());
        Class<?> type = new ConnectorValidation(spec, config, plugins, findings).run(asksConnector, policy, terms);
        if (type != null) {
            checkSurroundings(spec, type, findings);
        }
        findings.addTo(own);
        problems.addAll(own);
        return type == null || !own.isEmpty()
                ? Optional.empty()
                : Optional.of(new CheckedConnector(ConnectorConfig.of(spec, config, type), findings.secrets()));
    }

    /** Everything there is to say about a spec, key by key; the connector is asked. */
    public ValidationReport report(ConnectorSpec spec) {
        Problems unresolved = new Problems();
        Resolution resolution = resolver.of(spec, unresolved);
        Map<String, String> config = resolution.values();
        Findings findings = new Findings(spec, config);
        findings.hide(resolution.secrets());
        Class<?> type = new ConnectorValidation(spec, config, plugins, findings).run(true, policy, terms);
        if (type != null) {
            checkSurroundings(spec, type, findings);
        }
        return findings.report(unresolved);
    }

    /** Whether its plug-in may be interrupted, before anybody has looked at its config. */
    public static Interrupts interrupts(ConnectorSpec spec) {
        return Interrupts.written(spec.config().get(ConnectorKeys.INTERRUPT_AFTER));
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

    private void checkSurroundings(ConnectorSpec spec, Class<?> type, Findings findings) {
        if (ConnectorConfig.typeOf(type) == ConnectorType.SOURCE) {
            terms.check(spec, spec.config().get(SourceKeys.OFFSETS_TOPIC), findings);
        }
        if (spec.name().equals(TransactionalStore.TASKS)) {
            findings.error(
                    "name",
                    "Under this name the runtime keeps how many tasks each exactly-once source has, among the offsets",
                    "Choose another name");
        }
        if (type == InAppSinkConnector.class && !spec.objects().containsKey(InAppSinkConnector.HANDLER)) {
            findings.error(
                    "connector.class",
                    "This sink has no function",
                    "Declare it with ConnectorSpec.sink(name, handler)");
        }
    }
}
