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
package io.connectembedded.test.internal.script;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;

/** The configs of both connectors and their tasks. */
final class ScriptedConfig {

    static final String VERSION = "scripted";

    private static final String TASK = "script.task";
    private static final String TASKS = "script.tasks";

    private ScriptedConfig() {}

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        Scripts.KEY,
                        ConfigDef.Type.STRING,
                        ConfigDef.Importance.HIGH,
                        "The id of the script, as spec(name) of ScriptedSource or RecordingSink sets it");
    }

    /** A worker validates when it likes: only a validation that somebody planned for is a call worth a note. */
    static void validated(Calls calls) {
        if (calls.isPlanned("connector.validate")) {
            calls.call("connector.validate");
        }
    }

    static String id(Map<String, String> config) {
        return Objects.requireNonNull(config.get(Scripts.KEY));
    }

    static Map<String, String> ofSourceTask(String id, int task, int tasks) {
        return Map.of(Scripts.KEY, id, TASK, Integer.toString(task), TASKS, Integer.toString(tasks));
    }

    static int task(Map<String, String> config) {
        return Integer.parseInt(Objects.requireNonNull(config.get(TASK)));
    }

    static int tasks(Map<String, String> config) {
        return Integer.parseInt(Objects.requireNonNull(config.get(TASKS)));
    }
}
