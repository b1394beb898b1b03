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

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source connector that does what its {@link Script} says. */
public final class ScriptSource extends SourceConnector {

    private Script script;

    @Override
    public void start(Map<String, String> config) {
        script = Script.of(config);
        script.connectorContext = context();
        script.connectorConfig = config;
        script.called("connector.start", config);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ScriptSourceTask.class;
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
        return new ConfigDef()
                .define("number.of.things", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "")
                .define("pass", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.LOW, "");
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    /** Its tasks. */
    public static final class ScriptSourceTask extends SourceTask {

        private Script script;

        @Override
        public void start(Map<String, String> config) {
            script = Script.of(config);
            script.called("task.start", context);
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            script.called("task.poll", "");
            return script.nextPoll();
        }

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            script.called("task.commitRecord", metadata == null ? "none" : metadata);
        }

        @Override
        public void commit() {
            script.called("task.commit", "");
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
