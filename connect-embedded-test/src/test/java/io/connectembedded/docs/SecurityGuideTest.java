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
import static org.assertj.core.api.Assertions.assertThatCode;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ScriptedSource;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

/** What docs/security.md shows. */
class SecurityGuideTest {

    private static final Pattern PROPERTIES = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL);

    @Test
    void a_worker_logs_in_with_a_password_from_the_environment() {
        // snippet: secured-worker
        ConnectWorker.Builder builder = ConnectWorker.builder()
                .bootstrapServers("kafka:9093")
                .with("security.protocol", "SASL_SSL")
                .with("sasl.mechanism", "SCRAM-SHA-512")
                .with(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"alice\" password=\"${env:KAFKA_PASSWORD}\";")
                .with("ssl.truststore.location", "/etc/kafka/trust.p12")
                .with("config.providers", "env")
                .with("config.providers.env.class", EnvVarConfigProvider.class);
        // end
        assertBuilds(builder);
    }

    @Test
    void a_connector_logs_in_as_somebody_else() {
        ConnectorSpec orders = ScriptedSource.create().spec("orders");
        // snippet: secured-connector
        ConnectorSpec asBob = orders.with(
                "producer.override.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                        + " username=\"bob\" password=\"${env:BOBS_PASSWORD}\";");
        // end
        assertBuilds(ConnectWorker.builder().bootstrapServers("kafka:9093").connector(asBob));
    }

    @Test
    void every_worker_file_of_the_guide_is_taken() throws IOException {
        String guide = Files.readString(Path.of("").toAbsolutePath().getParent().resolve("docs/security.md"));
        List<Map<String, String>> files = PROPERTIES
                .matcher(guide)
                .results()
                .map(match -> properties(match.group(1)))
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(4).allSatisfy(file -> {
            Map<String, String> worker = new HashMap<>(file);
            worker.putIfAbsent("bootstrap.servers", "kafka:9093");
            assertBuilds(ConnectWorker.builder().properties(worker));
        });
    }

    private static Map<String, String> properties(String text) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> found = new HashMap<>();
        read.stringPropertyNames().forEach(key -> found.put(key, read.getProperty(key)));
        return found;
    }

    private static void assertBuilds(ConnectWorker.Builder builder) {
        builder.keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory());
        assertThatCode(() -> builder.build().close()).doesNotThrowAnyException();
    }
}
