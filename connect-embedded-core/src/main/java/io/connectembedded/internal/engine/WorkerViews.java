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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.engine.control.ConnectorView;
import io.connectembedded.internal.engine.event.Abandoned;
import io.connectembedded.internal.engine.topics.ActiveTopics;
import io.connectembedded.internal.metrics.ConnectorMeters;
import io.connectembedded.internal.metrics.WorkerMeters;
import io.connectembedded.internal.plugin.ListedPlugins;
import io.connectembedded.internal.plugin.NearMatches;
import io.connectembedded.metrics.ConnectorMetrics;
import io.connectembedded.metrics.WorkerMetrics;
import io.connectembedded.plugin.Plugins;
import io.connectembedded.status.ConnectorState;
import io.connectembedded.status.ConnectorStatus;
import io.connectembedded.status.WorkerInfo;
import io.connectembedded.status.WorkerState;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** What any thread may see of a worker: of the connectors that run, or else of those that are declared. */
final class WorkerViews {

    private final WorkerPlan plan;
    private final WorkerLife life;
    private final Time time;
    private final ActiveTopics topics;
    private final String workerId;
    private volatile @Nullable Map<String, ConnectorView> lastSeen; // once the worker is being closed
    private volatile Ended ended = new Ended(null, List.of());

    /** What is kept of the last run of a closed worker. */
    private record Ended(@Nullable String clusterId, List<PluginAbandoned> abandoned) {}

    WorkerViews(WorkerPlan plan, WorkerLife life, Assembly assembly) {
        this.plan = plan;
        this.life = life;
        this.time = assembly.time();
        this.topics = assembly.topics();
        this.workerId = hostName() + "/" + plan.name();
    }

    String workerId() {
        return workerId;
    }

    WorkerInfo info() {
        Engine engine = life.last();
        Package ours = WorkerViews.class.getPackage();
        String version = ours.getImplementationVersion() == null ? "development" : ours.getImplementationVersion();
        String clusterId = engine == null ? ended.clusterId() : clusterId(engine);
        return new WorkerInfo(workerId, version, "unknown", clusterId);
    }

    private static @Nullable String clusterId(Engine engine) {
        return engine.clusterId().isEmpty() ? null : engine.clusterId();
    }

    /** Keeps what is asked of a closed worker, before it lets go of its last run. */
    void closed() {
        Engine engine = life.last();
        if (engine != null) {
            ended = new Ended(clusterId(engine), abandoned());
        }
        if (lastSeen == null) {
            lastSeen = all();
        }
    }

    /** What runs now is what a closed worker shows; it holds nothing of a plug-in. */
    void keepForClosed() {
        WorkerState now = life.state();
        if (now != WorkerState.RUNNING && now != WorkerState.FAILED) {
            return;
        }
        Map<String, ConnectorView> seen = new TreeMap<>();
        visible().forEach((name, view) -> seen.put(name, lastView(view)));
        lastSeen = seen;
    }

    private static ConnectorView lastView(ConnectorView view) {
        ConnectorStatus seen = view.status();
        ConnectorStatus status = new ConnectorStatus(
                seen.name(),
                seen.type(),
                seen.target(),
                seen.state(),
                seen.workerId(),
                seen.version(),
                "worker is closed; as it was before",
                seen.failure(),
                seen.tasks());
        return new ConnectorView(view.spec(), status, view.taskConfigs(), List.of(), null, true);
    }

    /** By name. */
    Map<String, ConnectorView> all() {
        Map<String, ConnectorView> all = visible();
        List<PluginAbandoned> abandoned = abandoned();
        if (!abandoned.isEmpty()) {
            all = new TreeMap<>(all);
            all.replaceAll((name, view) -> view.with(Abandoned.told(view.status(), abandoned)));
        }
        return all;
    }

    private Map<String, ConnectorView> visible() {
        Map<String, ConnectorView> last = lastSeen;
        if (last != null && life.state() == WorkerState.CLOSED) {
            return last;
        }
        Engine engine = life.visible();
        Map<String, ConnectorView> all = new TreeMap<>();
        if (engine == null || isInTransit()) {
            plan.connectors().forEach(connector -> all.put(connector.config().name(), atRest(connector.config())));
        }
        if (engine != null) {
            all.putAll(engine.parts().connectors().views());
        }
        return all;
    }

    private ConnectorView atRest(ConnectorConfig config) {
        ConnectorStatus status = new ConnectorStatus(
                config.name(),
                config.type(),
                config.spec().target(),
                ConnectorState.UNASSIGNED,
                workerId,
                "undefined",
                "worker is " + life.state().name().toLowerCase(Locale.ROOT),
                null,
                List.of());
        return new ConnectorView(config.spec(), status, List.of(), List.of(), null, true);
    }

    ConnectorView view(String name) {
        Map<String, ConnectorView> all = all();
        ConnectorView view = all.get(name);
        if (view == null) {
            throw new ConnectorNotFoundException(name, NearMatches.of(name, all.keySet()));
        }
        return view;
    }

    ConnectorStatus status(String name) {
        return view(name).status();
    }

    ConnectorSpec spec(String name) {
        return view(name).spec();
    }

    /** Those of a connector that is there. */
    Set<String> topics(String name) {
        return topics.seen(view(name).spec().name());
    }

    void resetTopics(String name) {
        topics.reset(view(name).spec().name());
    }

    List<ConnectorStatus> statuses() {
        return all().values().stream().map(ConnectorView::status).toList();
    }

    List<PluginAbandoned> abandoned() {
        Engine engine = life.last();
        return engine == null ? ended.abandoned() : engine.parts().connectors().abandoned();
    }

    ConnectorMetrics metrics(String name) {
        return metrics(name, view(name), now());
    }

    private static ConnectorMetrics metrics(String name, ConnectorView view, Instant now) {
        ConnectorMeters meters = view.meters();
        return meters == null ? ConnectorMeters.none(now, name) : meters.view(now, view.taskMetrics(now));
    }

    WorkerMetrics metrics() {
        Instant now = now();
        Engine engine = life.visible();
        if (engine == null) {
            return WorkerMeters.none(now);
        }
        List<ConnectorMetrics> connectors = all().entrySet().stream()
                .map(entry -> metrics(entry.getKey(), entry.getValue(), now))
                .toList();
        return engine.parts().metrics().worker().view(now, connectors);
    }

    String describe() {
        return new Description(plan.name(), life.state(), now()).of(all().values(), abandoned());
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.milliseconds());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Whether connectors come or go just now, so that some of those declared are not to be seen. */
    private boolean isInTransit() {
        WorkerState now = life.state();
        return now == WorkerState.STARTING || now == WorkerState.STOPPING;
    }

    Plugins plugins() {
        return new ListedPlugins(plan.plugins(), this::refuseClosed);
    }

    void refuseClosed() {
        if (life.state() == WorkerState.CLOSED) {
            throw new WorkerStateException("Worker " + plan.name() + " is CLOSED and tells nothing any more");
        }
    }
}
