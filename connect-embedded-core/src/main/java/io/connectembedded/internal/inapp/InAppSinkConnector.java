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
package io.connectembedded.internal.inapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** A sink whose work is a function of the host; known in configs as {@code InAppSink}. */
public final class InAppSinkConnector extends SinkConnector {

    /** Its name in configs. */
    public static final String ALIAS = "InAppSink";

    /** The key under which a spec holds the function. */
    public static final String HANDLER = "handler";

    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void start(Map<String, String> props) {
        // Nothing to start: the function comes with the task.
    }

    @Override
    public Class<? extends Task> taskClass() {
        return InAppSinkTask.class;
    }

    /** As many tasks as allowed: the group divides the partitions among them. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            configs.add(Map.of());
        }
        return configs;
    }

    @Override
    public void stop() {
        // Nothing to stop.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }
}
