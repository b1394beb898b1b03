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
package io.connectembedded.samples.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.connectembedded.ConnectWorker;
import io.connectembedded.plugin.PluginInfo;
import io.connectembedded.plugin.PluginType;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

/** What a worker tells of the plug-ins in its folders, whichever way they declare themselves. */
class PluginListTest {

    private static final Path DEBEZIUM = Folders.of("debezium-postgres");
    private static final Path STRIMZI = Folders.of("strimzi");
    private static final Path APICURIO = Folders.of("apicurio");

    @Test
    void plug_ins_are_listed_with_version_and_folder_and_why_one_cannot_be_used() {
        try (ConnectWorker worker = ConnectWorker.builder()
                .bootstrapServers("nobody:1")
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .pluginPath(DEBEZIUM, STRIMZI, APICURIO)
                .build()) {
            List<PluginInfo> listed = worker.plugins().list();

            assertThat(listed)
                    .filteredOn(plugin -> plugin.problem() == null)
                    .extracting(PluginInfo::className, PluginInfo::type, PluginInfo::version, PluginInfo::location)
                    .contains(
                            tuple(
                                    "io.debezium.connector.postgresql.PostgresConnector",
                                    PluginType.SOURCE,
                                    "3.3.0.Final",
                                    DEBEZIUM.resolve("debezium-postgres").toString()),
                            tuple(
                                    "io.strimzi.kafka.EnvVarConfigProvider",
                                    PluginType.CONFIG_PROVIDER,
                                    PluginInfo.UNDEFINED_VERSION,
                                    STRIMZI.resolve("strimzi").toString()),
                            tuple( // declared in no service file
                                    "io.apicurio.registry.utils.converter.AvroConverter",
                                    PluginType.CONVERTER,
                                    PluginInfo.UNDEFINED_VERSION,
                                    APICURIO.resolve("apicurio").toString()));
            assertThat(listed)
                    .filteredOn(plugin -> plugin.className().endsWith(".ExtJsonConverter"))
                    .singleElement()
                    .extracting(PluginInfo::problem)
                    .asString()
                    .contains("NoSuchMethodError", "Utils.mkSet"); // Kafka 4 has it no more
        }
    }
}
