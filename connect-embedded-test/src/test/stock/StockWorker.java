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
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaConfigBackingStore;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaStatusBackingStore;
import org.apache.kafka.connect.util.FutureCallback;
import org.apache.kafka.connect.util.SharedTopicAdmin;

/**
 * Stock Connect's workers without REST, as its own programs put them together. Told by lines: "standalone" or
 * "distributed" with the files of a worker and a connector starts one, "stop" ends it; each is answered by "done".
 */
final class StockWorker {

    private static final ConnectorClientConfigOverridePolicy POLICY = new AllConnectorClientConfigOverridePolicy();

    private StockWorker() {}

    public static void main(String[] args) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Herder herder = null;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("stop")) {
                herder.stop();
            } else {
                Map<String, String> settings = Utils.propsToStringMap(Utils.loadProps(words[1]));
                Plugins plugins = new Plugins(settings);
                plugins.compareAndSwapWithDelegatingLoader();
                herder = words[0].equals("standalone") ? standalone(settings, plugins) : distributed(settings, plugins);
                start(herder, Utils.propsToStringMap(Utils.loadProps(words[2])));
            }
            System.out.println("done");
        }
        System.exit(0);
    }

    private static Herder standalone(Map<String, String> settings, Plugins plugins) {
        StandaloneConfig config = new StandaloneConfig(settings);
        FileOffsetBackingStore offsets = new FileOffsetBackingStore(json(plugins));
        offsets.configure(config);
        Worker worker = new Worker("stock:1", Time.SYSTEM, plugins, config, offsets, POLICY);
        return new StandaloneHerder(worker, config.kafkaClusterId(), POLICY);
    }

    private static Herder distributed(Map<String, String> settings, Plugins plugins) {
        DistributedConfig config = new DistributedConfig(settings);
        SharedTopicAdmin admin = new SharedTopicAdmin(Map.copyOf(config.originals()));
        KafkaOffsetBackingStore offsets = new KafkaOffsetBackingStore(admin, () -> "stock-", json(plugins));
        offsets.configure(config);
        Worker worker = new Worker("stock:1", Time.SYSTEM, plugins, config, offsets, POLICY);
        Converter values = worker.getInternalValueConverter();
        KafkaStatusBackingStore statuses = new KafkaStatusBackingStore(Time.SYSTEM, values, admin, "stock-");
        statuses.configure(config);
        KafkaConfigBackingStore configs =
                new KafkaConfigBackingStore(values, config, worker.configTransformer(), admin, "stock-");
        return new DistributedHerder(
                config,
                Time.SYSTEM,
                worker,
                config.kafkaClusterId(),
                statuses,
                configs,
                "http://stock:1/",
                null,
                POLICY,
                List.of(),
                admin);
    }

    private static Converter json(Plugins plugins) {
        return plugins.newInternalConverter(true, JsonConverter.class.getName(), Map.of("schemas.enable", "false"));
    }

    private static void start(Herder herder, Map<String, String> connector) throws Exception {
        herder.start();
        FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
        herder.putConnectorConfig(connector.get("name"), connector, true, created);
        created.get(1, TimeUnit.MINUTES);
    }
}
