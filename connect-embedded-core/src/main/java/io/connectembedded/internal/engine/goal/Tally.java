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
package io.connectembedded.internal.engine.goal;

import io.connectembedded.RunSummary;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.status.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What one connector did in a run. Any thread. */
final class Tally {
    final LongAdder records = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder dropped = new LongAdder();
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private volatile @Nullable List<ConnectorOffset> stored;

    void failed(@Nullable Failure failure) {
        if (failure != null && !failures.contains(failure)) {
            failures.add(failure);
        }
    }

    void committed(TopicPartition partition, long offset) {
        committed.put(partition, offset);
    }

    /** Of a source. */
    void stored(List<ConnectorOffset> offsets) {
        stored = offsets;
    }

    RunSummary.Connector summary() {
        List<ConnectorOffset> offsets = stored;
        return new RunSummary.Connector(
                records.sum(), bytes.sum(), dropped.sum(), offsets == null ? ofKafka() : offsets, failures);
    }

    private List<ConnectorOffset> ofKafka() {
        List<ConnectorOffset> all = new ArrayList<>();
        committed.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<TopicPartition, Long> e) ->
                                e.getKey().topic())
                        .thenComparing(e -> e.getKey().partition()))
                .forEach(e -> all.add(ConnectorOffset.of(e.getKey(), e.getValue())));
        return all;
    }
}
