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
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A task whose constructor hangs as long as a script is open: it has no config yet by which to find one. */
public final class HangingTask extends SourceTask {

    private static final AtomicReference<Script> SCRIPT = new AtomicReference<>();

    static void hold(Script script) {
        SCRIPT.set(script);
    }

    static void letGo() {
        SCRIPT.set(null);
    }

    /** Hangs. */
    public HangingTask() {
        SCRIPT.get().called("constructor", "");
        SCRIPT.get().hang();
    }

    @Override
    public void start(Map<String, String> config) {
        SCRIPT.get().called("late.start", "");
    }

    @Override
    public List<SourceRecord> poll() {
        return List.of();
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return "1";
    }

    /** Its connector. */
    public static final class Connector extends SourceConnector {

        @Override
        public void start(Map<String, String> config) {}

        @Override
        public Class<? extends Task> taskClass() {
            return HangingTask.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int max) {
            return List.of(Map.of());
        }

        @Override
        public void stop() {}

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
