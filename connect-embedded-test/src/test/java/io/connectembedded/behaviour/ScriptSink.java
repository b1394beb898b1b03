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
package io.connectembedded.behaviour;

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

/** A sink connector that does what its {@link Script} says. */
public final class ScriptSink extends SinkConnector {

    private Script script;

    @Override
    public void start(Map<String, String> config) {
        script = Script.of(config);
        script.connectorContext = context();
        script.called("connector.start", config);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ScriptSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        script.called("connector.taskConfigs", max);
        return script.taskConfigs.apply(max);
    }

    @Override
    public void stop() {
        script.called("connector.stop", "");
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    /** Its tasks. */
    public static final class ScriptSinkTask extends SinkTask {

        private Script script;

        @Override
        public void start(Map<String, String> config) {
            script = Script.of(config);
            script.sinkContext = context;
            script.called("task.start", context);
        }

        @Override
        public void open(Collection<TopicPartition> partitions) {
            script.called("task.open", List.copyOf(partitions));
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (!records.isEmpty()) {
                script.called("task.put", List.copyOf(records));
                script.put.addAll(records);
            } else {
                script.called("task.putNothing", "");
            }
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            script.called("task.preCommit", Map.copyOf(offsets));
            return script.preCommit.apply(offsets);
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            script.called("task.close", List.copyOf(partitions));
        }

        @Override
        public void stop() {
            if (script != null) {
                script.called("task.stop", "");
            }
        }

        @Override
        public String version() {
            return "1.2.3";
        }
    }
}
