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
import java.lang.reflect.Field;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;

/** Prints every key of stock Connect: one line "set, key, type, importance, default", with tabs between. */
final class StockKeys {

    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

    private StockKeys() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        print("connector", ConnectorConfig.configDef());
        print("source", SourceConnectorConfig.configDef());
        print("sink", SinkConnectorConfig.configDef());
        Map<String, String> worker = Map.of(
                "bootstrap.servers", "nobody:1",
                "key.converter", JSON,
                "value.converter", JSON,
                "offset.storage.file.filename", "offsets",
                "group.id", "g",
                "config.storage.topic", "c",
                "offset.storage.topic", "o",
                "status.storage.topic", "s");
        print("standalone", definition(new StandaloneConfig(worker)));
        print("distributed", definition(new DistributedConfig(worker)));
    }

    private static ConfigDef definition(AbstractConfig config) throws ReflectiveOperationException {
        Field definition = AbstractConfig.class.getDeclaredField("definition");
        definition.setAccessible(true);
        return (ConfigDef) definition.get(config);
    }

    private static void print(String set, ConfigDef keys) {
        keys.configKeys().values().forEach(key -> System.out.println(String.join(
                "\t",
                set,
                key.name,
                key.type.name(),
                key.importance.name(),
                key.hasDefault() ? String.valueOf(key.defaultValue) : "required")));
    }
}
