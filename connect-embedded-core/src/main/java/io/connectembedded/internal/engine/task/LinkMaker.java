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
package io.connectembedded.internal.engine.task;

import io.connectembedded.inapp.RecordFunction;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.PredicateSettings;
import io.connectembedded.internal.config.TransformSettings;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.internal.plugin.PluginRequest;
import io.connectembedded.internal.transform.TransformationLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Makes the links of one chain. What is to be closed is noted before anything of it can fail. */
final class LinkMaker<R extends ConnectRecord<R>> {

    private final PluginClasses plugins;
    private final ConnectorConfig config;
    private final PluginHome home;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Set<String> measured = new HashSet<>(); // predicates

    LinkMaker(PluginClasses plugins, ConnectorConfig config, PluginHome home) {
        this.plugins = plugins;
        this.config = config;
        this.home = home;
    }

    List<AutoCloseable> owned() {
        return owned;
    }

    List<TransformationLink<R>> links() throws PluginNotFoundException {
        List<TransformationLink<R>> links = new ArrayList<>();
        for (TransformSettings each : config.transforms()) {
            TransformationLink<R> link = link(each);
            links.add(each.predicate() == null ? link : link.when(predicate(each), each.negate()));
        }
        return links;
    }

    private TransformationLink<R> link(TransformSettings settings) throws PluginNotFoundException {
        if (config.spec().objects().get(settings.key()) instanceof RecordFunction function) {
            owned.add(home.meters().transform(settings.alias(), function.getClass(), null));
            return TransformationLink.of(settings.alias(), function);
        }
        return TransformationLink.of(transformation(settings));
    }

    @SuppressWarnings("unchecked") // A transformation says nothing at run time of the records it takes.
    private Transformation<R> transformation(TransformSettings settings) throws PluginNotFoundException {
        Class<?> type = plugins.find(new PluginRequest(
                settings.type(), PluginKind.TRANSFORMATION, settings.version(), config.connectorClass()));
        Transformation<R> made = PluginClasses.create(type, Transformation.class);
        owned.add(() -> home.scope(type).run(made::close));
        configure(made, type, "transforms." + settings.alias(), settings.type(), settings.options());
        owned.add(home.meters().transform(settings.alias(), type, PluginClasses.version(made)));
        home.measure(made, Map.of("transformation", settings.alias()), owned);
        return made;
    }

    /** One of its own for each transformation that names it, as in Connect: it may count what it is asked. */
    @SuppressWarnings("unchecked") // as for a transformation
    private Predicate<R> predicate(TransformSettings of) throws PluginNotFoundException {
        PredicateSettings settings = config.predicates().stream()
                .filter(each -> each.alias().equals(of.predicate()))
                .findFirst()
                .orElseThrow(() -> new ConnectException("transforms." + of.alias() + ".predicate names "
                        + of.predicate() + ", which is no predicate of connector " + config.name()
                        + "; list it in 'predicates'"));
        Class<?> type = plugins.find(
                new PluginRequest(settings.type(), PluginKind.PREDICATE, settings.version(), config.connectorClass()));
        Predicate<R> made = PluginClasses.create(type, Predicate.class);
        owned.add(() -> home.scope(type).run(made::close));
        configure(made, type, "predicates." + settings.alias(), settings.type(), settings.options());
        owned.add(home.meters().predicate(settings.alias(), type, PluginClasses.version(made)));
        home.measure(made, tags(settings.alias(), of.alias()), owned);
        return made;
    }

    /** Connect has the same tags for each use, so that a second one that registers metrics fails its task. */
    private Map<String, String> tags(String predicate, String transformation) {
        return measured.add(predicate)
                ? Map.of("predicate", predicate)
                : Map.of("predicate", predicate, "transformation", transformation);
    }

    /** As in Connect, a plug-in finds its own class among its options. */
    private void configure(Configurable made, Class<?> type, String prefix, String asked, Map<String, String> options) {
        Map<String, Object> given = new HashMap<>(options);
        given.put("type", asked);
        try {
            home.scope(type).run(() -> made.configure(given));
        } catch (RuntimeException e) {
            throw new ConnectException(
                    "Task " + home.id() + " cannot be made: " + type.getName() + " refused the options of '" + prefix
                            + "' (" + Failures.messageOf(e) + "); correct them in the connector's config",
                    e);
        }
    }
}
