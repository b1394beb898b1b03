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

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;

/** The connector of a recording sink. */
public final class RecordingSinkConnector extends SinkConnector {

    private @Nullable SinkScript script;
    private String id = "";

    /** For the worker. */
    public RecordingSinkConnector() {}

    @Override
    public Config validate(Map<String, String> config) {
        Calls calls = Scripts.find(config, SinkScript.class).calls();
        ScriptedConfig.validated(calls);
        return super.validate(config);
    }

    @Override
    public void start(Map<String, String> config) {
        SinkScript found = Scripts.find(config, SinkScript.class);
        script = found;
        id = ScriptedConfig.id(config);
        found.calls().call("connector.start");
    }

    @Override
    public Class<? extends Task> taskClass() {
        return RecordingSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        if (script != null) {
            script.calls().call("connector.taskConfigs");
        }
        return Collections.nCopies(max, Map.of(Scripts.KEY, id));
    }

    @Override
    public void stop() {
        if (script != null) {
            script.calls().call("connector.stop");
        }
    }

    @Override
    public ConfigDef config() {
        return ScriptedConfig.definition();
    }

    @Override
    public String version() {
        return ScriptedConfig.VERSION;
    }
}
