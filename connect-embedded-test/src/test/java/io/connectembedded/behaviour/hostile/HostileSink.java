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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink that does in each method what its {@link Scene} says. */
public final class HostileSink extends SinkConnector {

    private String who = getClass().getSimpleName();

    @Override
    public void start(Map<String, String> given) {
        who = given.get("name");
        Scene.act(who, "start", context());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HostileSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        return List.of(Scene.ownedBy(who));
    }

    @Override
    public void stop() {
        Scene.act(who, "stop", context());
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "1";
    }

    /** Its tasks. */
    public static final class HostileSinkTask extends SinkTask {

        private String who = getClass().getSimpleName();

        @Override
        public void start(Map<String, String> config) {
            who = config.get(Scene.OWNER);
            Scene.act(who, "task.start", context);
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            Scene.act(who, "open", partitions);
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (!records.isEmpty()) {
                Scene.act(who, "put", records);
            }
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            return Scene.act(who, "preCommit", offsets, () -> super.preCommit(offsets));
        }

        @Override
        public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
            Scene.act(who, "flush", offsets);
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            Scene.act(who, "close", partitions);
        }

        @Override
        public void stop() {
            Scene.act(who, "task.stop", context);
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
