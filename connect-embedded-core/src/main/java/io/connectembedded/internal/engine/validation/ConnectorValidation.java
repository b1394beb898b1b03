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
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.RuntimeCheck;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.engine.validation.terms.SourceTerms;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.NearMatches;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.status.ConnectorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** The whole validation of one connector's config, in Connect's order. */
final class ConnectorValidation {

    private final ConnectorSpec spec;
    private final Map<String, String> config;
    private final PluginClasses plugins;
    private final Findings findings;
    private final AliasSection<Transformation<?>> transforms;
    private final AliasSection<Predicate<?>> predicates;

    /** {@code config} is the spec's, with what its providers put in. */
    ConnectorValidation(ConnectorSpec spec, Map<String, String> config, PluginClasses plugins, Findings findings) {
        this.spec = spec;
        this.config = config;
        this.plugins = plugins;
        this.findings = findings;
        this.transforms = new AliasSection<>(
                ConnectorKeys.TRANSFORMS, PluginKind.TRANSFORMATION, transformation(), Transformation::config, config);
        this.predicates = new AliasSection<>(
                ConnectorKeys.PREDICATES, PluginKind.PREDICATE, predicate(), Predicate::config, config);
    }

    /** The connector's class, or null when there is none. */
    @Nullable
    Class<?> run(boolean asksConnector, @Nullable ConnectorClientConfigOverridePolicy policy, SourceTerms terms) {
        Class<?> type = ConnectorConfig.findClass(config, plugins, findings);
        if (type == null) {
            checkOwn(ConnectorType.UNKNOWN, null);
            return null;
        }
        PluginScope.validation(spec.name(), type).run(() -> {
            ConnectorType kind = ConnectorConfig.typeOf(type);
            checkOwn(kind, type);
            new ConverterCheck(spec, config, plugins, findings, type).run();
            new OverrideCheck(spec.name(), type.asSubclass(Connector.class), config, findings, policy)
                    .run(kind == ConnectorType.SINK);
            new ConnectorCheck(type, config, findings, terms).run(asksConnector);
        });
        return type;
    }

    /** What the runtime reads itself, and the options of transforms and predicates. */
    private void checkOwn(ConnectorType type, @Nullable Class<?> connector) {
        RuntimeCheck runtime = new RuntimeCheck(plugins, spec, config, findings, connector);
        ConfigDef def = runtime.definition(type);
        Map<String, PluginKind> named = new HashMap<>(ConnectorConfig.CONVERTERS);
        AliasSection.Asking asking = new AliasSection.Asking(plugins, findings, connector);
        transforms.define(def, named, spec, asking);
        predicates.define(def, named, spec, asking);
        runtime.check(type, def, named);
        transforms.aliases().forEach(this::checkPredicate);
    }

    private void checkPredicate(String alias) {
        String key = transforms.key(alias, AliasSection.PREDICATE);
        String wanted = config.get(key);
        List<String> known = predicates.aliases();
        if (wanted == null || known.contains(wanted.trim())) {
            return;
        }
        List<String> near = NearMatches.of(wanted, known);
        findings.error(
                key,
                "No predicate of the alias '" + wanted + "' is listed in 'predicates'",
                (near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? Else ")
                        + "Add it to 'predicates', with its 'predicates." + wanted + ".type'");
    }

    @SuppressWarnings("unchecked") // a class literal has no type argument
    private static Class<Transformation<?>> transformation() {
        return (Class<Transformation<?>>) (Class<?>) Transformation.class;
    }

    @SuppressWarnings("unchecked") // as above
    private static Class<Predicate<?>> predicate() {
        return (Class<Predicate<?>>) (Class<?>) Predicate.class;
    }
}
