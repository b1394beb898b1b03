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
package io.connectembedded.internal.metrics;

import io.connectembedded.status.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the plug-ins of a task's pipeline have: class and version of each transformation and predicate ({@code
 * connector-transform-metrics}, {@code connector-predicate-metrics}), and the metrics any of them registers itself.
 */
public final class ChainMeters {

    private final ConnectMetrics metrics;
    private final TaskId task;
    private final Set<PluginMeters> plugins = ConcurrentHashMap.newKeySet();
    private final Set<MetricGroup> groups = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ChainMeters(ConnectMetrics metrics, TaskId task) {
        this.metrics = metrics;
        this.task = task;
    }

    /** To be closed with the transformation. */
    public AutoCloseable transform(String alias, Class<?> plugin, @Nullable String version) {
        return facts("transform", alias, plugin, version);
    }

    /** To be closed with the predicate. */
    public AutoCloseable predicate(String alias, Class<?> plugin, @Nullable String version) {
        return facts("predicate", alias, plugin, version);
    }

    /** Of one plug-in (KIP-877), with the tags that tell it from others, such as converter=key. */
    public PluginMeters plugin(Map<String, String> own) {
        Map<String, String> tags = new LinkedHashMap<>(TaskMeters.tags(task));
        tags.putAll(own);
        PluginMeters fresh = metrics.plugin(tags);
        plugins.add(fresh);
        if (closed) {
            fresh.close();
        }
        return fresh;
    }

    /** The task has ended or is abandoned: all of it is for its successor, whatever is closed once more later. */
    void close() {
        closed = true;
        plugins.forEach(PluginMeters::close);
        groups.forEach(MetricGroup::close);
    }

    private MetricGroup facts(String kind, String alias, Class<?> plugin, @Nullable String version) {
        MetricGroup group = metrics.group("connector-" + kind + "-metrics", tags(kind, alias));
        if (closed) {
            return group;
        }
        groups.add(group);
        String told = version == null ? "undefined" : version;
        group.gauge(kind + "-class", "Class of the " + kind, plugin::getName);
        group.gauge(kind + "-version", "Version of the " + kind, () -> told);
        return group;
    }

    private Map<String, String> tags(String kind, String name) {
        Map<String, String> tags = new LinkedHashMap<>(TaskMeters.tags(task));
        tags.put(kind, name);
        return tags;
    }
}
