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

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A sink whose tasks are of the class its config names. */
public final class WorldSink extends SinkConnector {

    private Map<String, String> config;

    @Override
    public void start(Map<String, String> given) {
        config = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return WorldSource.taskClass(config);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        return Collections.nCopies(max, config);
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    @Override
    public ConfigDef config() {
        return WorldSource.worldConfig();
    }

    @Override
    public String version() {
        return "1";
    }
}
