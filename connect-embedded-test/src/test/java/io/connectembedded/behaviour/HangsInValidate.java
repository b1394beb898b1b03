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
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** Hangs in {@code validate} until the script is closed, whoever interrupts. */
public final class HangsInValidate extends SourceConnector {

    static volatile Script script;

    @Override
    public Config validate(Map<String, String> config) {
        Script asked = script;
        asked.called("validate", config);
        asked.hang();
        return super.validate(config);
    }

    @Override
    public void start(Map<String, String> config) {
        // Never comes to this.
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ScriptSource.ScriptSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        return List.of();
    }

    @Override
    public void stop() {
        // Nothing runs.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "1";
    }
}
