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

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/** The connector of a scripted source. */
public final class ScriptedSourceConnector extends SourceConnector {

    private @Nullable SourceScript script;
    private String id = "";

    /** For the worker. */
    public ScriptedSourceConnector() {}

    @Override
    public Config validate(Map<String, String> config) {
        Calls calls = Scripts.find(config, SourceScript.class).calls();
        ScriptedConfig.validated(calls);
        return super.validate(config);
    }

    @Override
    public void start(Map<String, String> config) {
        SourceScript found = Scripts.find(config, SourceScript.class);
        script = found;
        id = ScriptedConfig.id(config);
        found.calls().call("connector.start");
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ScriptedSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int max) {
        if (script != null) {
            script.calls().call("connector.taskConfigs");
        }
        return IntStream.range(0, max)
                .mapToObj(task -> ScriptedConfig.ofSourceTask(id, task, max))
                .toList();
    }

    @Override
    public void stop() {
        if (script != null) {
            script.calls().call("connector.stop");
        }
    }

    /** It goes on from its stored offsets and nothing else. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> config) {
        return ExactlyOnceSupport.SUPPORTED;
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
