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
package io.connectembedded.behaviour.hostile;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.event.ConnectEvent.PluginAbandoned;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.connect.storage.StringConverter;

/** The hosts of hostile plug-ins, and what they see. */
final class Stage {

    static final Duration LIMIT = Duration.ofSeconds(20);

    private Stage() {}

    static ConnectWorker.Builder builder(String servers) {
        return ConnectWorker.builder()
                .bootstrapServers(servers)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .offsetFlushInterval(Duration.ofMillis(50))
                .shutdownTimeout(Duration.ofSeconds(2));
    }

    static ConnectWorker started(ConnectWorker.Builder builder) {
        ConnectWorker worker = builder.build();
        worker.start();
        return worker;
    }

    static ConnectorSpec source(String name, String topic) {
        return ConnectorSpec.source(name, HostileSource.class).with(HostileSource.TOPIC, topic);
    }

    static ConnectorSpec sink(String name, String topic) {
        return ConnectorSpec.sink(name, HostileSink.class).topics(topic);
    }

    /** With hostile converters and a hostile transformation under a hostile predicate. */
    static ConnectorSpec withSteps(ConnectorSpec spec) {
        Map<String, String> owner = Map.of(Scene.OWNER, spec.name());
        return spec.with("value.converter", HostileSteps.Values.class)
                .with("value.converter.owner", spec.name())
                .with("header.converter", HostileSteps.Headers.class)
                .with("header.converter.owner", spec.name())
                .predicate("all", HostileSteps.Predicate.class, owner)
                .transform("same", HostileSteps.Transform.class, Map.of(Scene.OWNER, spec.name(), "predicate", "all"));
    }

    /** Live threads whose names begin so. */
    static Set<String> threads(String prefix) {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> {
            if (thread.isAlive() && thread.getName().startsWith(prefix)) {
                names.add(thread.getName());
            }
        });
        return names;
    }

    static Duration timed(Runnable action) {
        long begin = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Keeps what was abandoned: "connector task method". */
    static final class Abandonments implements ConnectListener {

        private final List<PluginAbandoned> events = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(ConnectEvent event) {
            if (event instanceof PluginAbandoned abandoned) {
                events.add(abandoned);
            }
        }

        List<String> all() {
            return events.stream().map(Stage::text).sorted().toList();
        }
    }

    /** A store that shows what was written. */
    static final class Offsets implements OffsetStore {

        private final Map<String, String> written = new ConcurrentHashMap<>();

        @Override
        public Collection<StoredOffset> read(String connector) {
            return List.of();
        }

        @Override
        public void write(Collection<StoredOffset> offsets) {
            offsets.forEach(offset -> written.put(offset.partition(), String.valueOf(offset.offset())));
        }

        String text() {
            return written.toString();
        }
    }

    static String text(PluginAbandoned event) {
        return event.connector() + (event.task() == null ? "" : "-" + event.task()) + " in " + event.method();
    }
}
