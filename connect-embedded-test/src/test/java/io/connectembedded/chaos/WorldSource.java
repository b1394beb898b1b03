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
package io.connectembedded.chaos;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** A source whose task is of the class its config names. */
public final class WorldSource extends SourceConnector {

    private Map<String, String> config;

    static ConfigDef worldConfig() {
        return new ConfigDef()
                .define(World.ID, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "")
                .define(World.TASK, ConfigDef.Type.CLASS, ConfigDef.Importance.HIGH, "");
    }

    static Class<? extends Task> taskClass(Map<String, String> config) {
        try {
            return Class.forName(config.get(World.TASK)).asSubclass(Task.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void start(Map<String, String> given) {
        config = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return taskClass(config);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    @Override
    public ConfigDef config() {
        return worldConfig();
    }

    @Override
    public String version() {
        return "1";
    }
}
