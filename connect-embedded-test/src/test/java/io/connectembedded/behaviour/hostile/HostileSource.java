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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source that does in each method what its {@link Scene} says, and as usual makes a record every few milliseconds. */
public class HostileSource extends SourceConnector {

    static final String TOPIC = "hostile.topic";

    private String who = getClass().getSimpleName();
    private Map<String, String> config = Map.of();

    public HostileSource() {
        Scene.act(who, "constructor", this);
    }

    /** Known by a name of its own before it has a config. */
    public static final class Unborn extends HostileSource {}

    /** As {@link Unborn}, for another method. */
    public static final class Undefined extends HostileSource {}

    @Override
    public void start(Map<String, String> given) {
        who = given.get("name");
        config = given;
        Scene.act(who, "start", context());
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Scene.act(who, "taskClass", this, () -> HostileTask.class);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        Map<String, String> task = Scene.ownedBy(who);
        task.put(TOPIC, config.getOrDefault(TOPIC, ""));
        return Scene.act(who, "taskConfigs", max, () -> new ArrayList<>(List.of(task)));
    }

    @Override
    public Config validate(Map<String, String> given) {
        return Scene.act(given.get("name"), "validate", given, () -> super.validate(given));
    }

    @Override
    public ConfigDef config() {
        return Scene.act(who, "config", this, ConfigDef::new);
    }

    @Override
    public void stop() {
        Scene.act(who, "stop", context());
    }

    @Override
    public String version() {
        return Scene.act(who, "version", this, () -> "1");
    }

    /** A class of tasks that is known by its name in its constructor. */
    public static final class UnbornTask extends HostileTask {}

    /** As {@link UnbornTask}, for another method. */
    public static final class UnversionedTask extends HostileTask {}

    /** Its tasks. */
    public static class HostileTask extends SourceTask {

        private String who = getClass().getSimpleName();
        private String topic = "";
        private long offset;

        public HostileTask() {
            Scene.act(who, "task.constructor", this);
        }

        @Override
        public void start(Map<String, String> config) {
            who = config.get(Scene.OWNER);
            topic = config.getOrDefault(TOPIC, "");
            Scene.act(who, "task.start", context);
        }

        @Override
        public List<SourceRecord> poll() {
            return Scene.act(who, "poll", context, this::usual);
        }

        private List<SourceRecord> usual() {
            LockSupport.parkNanos(2_000_000);
            if (topic.isEmpty()) {
                return null;
            }
            offset++;
            return List.of(record(topic, who, offset));
        }

        @Override
        public void commit() {
            Scene.act(who, "commit", context);
        }

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            Scene.act(who, "commitRecord", record);
        }

        @Override
        public void stop() {
            Scene.act(who, "task.stop", context);
        }

        @Override
        public String version() {
            return Scene.act(who, "task.version", this, () -> "1");
        }
    }

    static SourceRecord record(String topic, String who, long offset) {
        return new SourceRecord(Map.of("p", who), Map.of("o", offset), topic, Schema.STRING_SCHEMA, who + "-" + offset);
    }
}
