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
package io.connectembedded.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.behaviour.plugin.PluginCode;
import io.connectembedded.behaviour.plugin.PluginJars;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.plugin.PluginInfo;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/plugins.md shows. */
class PluginsGuideTest {

    private static final String ORDERS = "shop.OrdersSourceConnector";

    @Test
    void a_folder_of_plugins_is_used_and_listed(@TempDir Path folder) throws IOException {
        PluginJars jars = new PluginJars(folder);
        for (String version : new String[] {"1.4", "2.0"}) {
            jars.jar("orders-" + version + ".jar")
                    .plugin(SourceConnector.class, ORDERS, PluginCode.source(ORDERS, version, "\"order\""))
                    .write();
        }
        try (ConnectWorker worker = worker(folder)) {
            assertThat(optionsOf(worker).names()).containsExactly("of.2.0");
        }
    }

    private static ConnectWorker worker(Path folder) {
        // snippet: plugins-path
        ConnectWorker worker = ConnectWorker.builder()
                .bootstrapServers("kafka:9092")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .pluginPath(folder) // or .with("plugin.path", "/opt/connect/plugins")
                .connector(ConnectorSpec.source("orders", "OrdersSource").with("connector.plugin.version", "[1.0,2.0)"))
                .build();
        // end
        return worker;
    }

    private static ConfigDef optionsOf(ConnectWorker worker) {
        // snippet: plugins-list
        for (PluginInfo plugin : worker.plugins().list()) {
            String problem = plugin.problem() == null ? "" : ", unusable: " + plugin.problem();
            System.out.println(plugin.className() + " " + plugin.version() + " in " + plugin.location() + problem);
        }
        ConfigDef options = worker.plugins().config("OrdersSource", "latest");
        // end
        return options;
    }
}
