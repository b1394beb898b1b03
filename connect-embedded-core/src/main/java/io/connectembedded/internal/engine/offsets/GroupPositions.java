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
package io.connectembedded.internal.engine.offsets;

import io.connectembedded.offset.ConnectorOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The offsets of a sink, in its consumer group. */
record GroupPositions(SinkGroup group) implements Positions {

    @Override
    public List<ConnectorOffset> read() {
        return SinkOffsetMaps.of(group.offsets());
    }

    @Override
    public Change alter(List<ConnectorOffset> offsets) {
        Map<TopicPartition, @Nullable Long> given = SinkOffsetMaps.parse(group.connector(), offsets);
        group.refuseUnknown(given.keySet());
        return new SinkChange(given, () -> {
            group.alter(SinkChange.set(given));
            group.forget(SinkChange.forgotten(given));
        });
    }

    @Override
    public Change reset() {
        return new SinkChange(SinkChange.allOf(group.offsets().keySet()), group::forgetAll);
    }

    @Override
    public void close() {
        group.admin().close();
    }
}
