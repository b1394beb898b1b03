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
package io.connectembedded.internal.plugin;

import io.connectembedded.internal.plugin.probe.Probe;
import io.connectembedded.plugin.PluginInfo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.components.Versioned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plug-ins say of their versions; each is made and asked once, for the answer is only in its code. */
final class PluginVersions {

    private static final Logger LOG = LoggerFactory.getLogger(PluginVersions.class);

    static final Duration LIMIT = Duration.ofSeconds(5);

    private final Probe probe;
    private final Map<Class<?>, Probe.Answer<String>> known = new ConcurrentHashMap<>();

    PluginVersions(Probe probe) {
        this.probe = probe;
    }

    /** Its version, or {@code undefined}; or why it cannot be used. */
    Probe.Answer<String> of(Class<?> plugin, Duration limit) {
        Probe.Answer<String> before = known.get(plugin);
        if (before != null) {
            return before;
        }
        // Not while a lock is held: it is code of others.
        Probe.Answer<Probe.Answer<String>> answer = probe.ask(plugin, () -> ask(plugin), limit);
        Probe.Answer<String> asked =
                answer.value() == null ? new Probe.Answer<>(null, answer.problem()) : answer.value();
        if (asked.value() == null
                && (limit.compareTo(LIMIT) < 0 || Thread.currentThread().isInterrupted())) {
            return asked; // Not for good: it was not given all of its time.
        }
        Probe.Answer<String> other = known.putIfAbsent(plugin, asked);
        return other == null ? asked : other;
    }

    private static Probe.Answer<String> ask(Class<?> plugin) {
        try {
            Object instance = PluginClasses.create(plugin, Object.class);
            return new Probe.Answer<>(told(instance), null);
        } catch (PluginNotFoundException e) {
            return new Probe.Answer<>(null, e.what());
        }
    }

    /** One of two types that is older than versions (KIP-891) inherits two of them, which is an error when it is asked. */
    static String told(Object plugin) {
        try {
            String version = plugin instanceof Versioned versioned ? versioned.version() : null;
            return version == null ? PluginInfo.UNDEFINED_VERSION : version;
        } catch (IncompatibleClassChangeError e) {
            LOG.debug("{} was built for a Connect without versions", plugin.getClass(), e);
            return PluginInfo.UNDEFINED_VERSION;
        }
    }

    /** Nothing of the plug-ins is held afterwards. */
    void forget() {
        known.clear();
    }
}
