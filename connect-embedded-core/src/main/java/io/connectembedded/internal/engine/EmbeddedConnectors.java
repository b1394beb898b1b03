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
package io.connectembedded.internal.engine;

import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.Connectors;
import io.connectembedded.status.Completion;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The connectors of a worker, for its host. */
final class EmbeddedConnectors implements Connectors {

    private final WorkerLife life;
    private final WorkerViews views;
    private final WorkerPlan plan;

    EmbeddedConnectors(WorkerLife life, WorkerViews views, WorkerPlan plan) {
        this.life = life;
        this.views = views;
        this.plan = plan;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(views.all().keySet());
    }

    @Override
    public List<ConnectorHandle> all() {
        return views.all().keySet().stream().map(this::handle).toList();
    }

    @Override
    public Optional<ConnectorHandle> find(String name) {
        Objects.requireNonNull(name, "name");
        return views.all().containsKey(name) ? Optional.of(handle(name)) : Optional.empty();
    }

    @Override
    public Completion<ConnectorHandle> create(ConnectorSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return put(List.of(spec), true, "creation of connector " + spec.name()).thenApply(handles -> handles.get(0));
    }

    @Override
    public Completion<ConnectorHandle> put(ConnectorSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return put(List.of(spec), false, "put of connector " + spec.name()).thenApply(handles -> handles.get(0));
    }

    @Override
    public Completion<List<ConnectorHandle>> putAll(Collection<ConnectorSpec> specs) {
        Objects.requireNonNull(specs, "specs");
        return put(List.copyOf(specs), false, "put of " + specs.size() + " connectors");
    }

    private Completion<List<ConnectorHandle>> put(List<ConnectorSpec> specs, boolean mustBeNew, String operation) {
        return Asking.<List<String>>of(
                        life,
                        operation,
                        (engine, completion) -> new SpecChange(engine, plan).put(specs, mustBeNew, completion))
                .thenApply(names -> names.stream().map(this::handle).toList());
    }

    private ConnectorHandle handle(String name) {
        return new EmbeddedHandle(name, life, views, plan);
    }
}
