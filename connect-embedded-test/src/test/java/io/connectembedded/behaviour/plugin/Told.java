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
package io.connectembedded.behaviour.plugin;

import io.connectembedded.ConnectWorker;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.plugin.PluginInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.storage.StringConverter;

/** What a worker that is never started tells of a folder of plug-ins. */
final class Told {

    private Told() {}

    static ConnectWorker.Builder builder(Path folder, Map<String, String> settings) {
        return ConnectWorker.builder()
                .name("plugins")
                .bootstrapServers("absent:9092")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .properties(settings)
                .pluginPath(folder);
    }

    /** Those of the folder. */
    static List<PluginInfo> of(Path folder, Map<String, String> settings) {
        try (ConnectWorker worker = builder(folder, settings).build()) {
            return worker.plugins().list().stream()
                    .filter(plugin -> !plugin.location().equals(PluginInfo.CLASS_PATH))
                    .toList();
        }
    }

    static List<String> names(List<PluginInfo> plugins) {
        return plugins.stream().map(PluginInfo::className).toList();
    }
}
