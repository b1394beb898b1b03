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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.JsonConverter;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/**
 * A transform of 2021 that brings the Kafka, Jackson and Avro of its time, and a config provider of the same simple name
 * as one of Kafka's own, each from a folder of its own.
 */
@ConnectTest
class TransformAndProviderTest {

    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("city", Schema.STRING_SCHEMA)
            .build();

    private static ConnectorSpec withCityInHeader(ConnectorSpec spec) {
        return spec.with("transforms", "city")
                .with(
                        "transforms.city.type",
                        "org.apache.camel.kafkaconnector.transforms.FieldsToHeadersTransform$Value")
                .with("transforms.city.fields", "city")
                .with("transforms.city.headers", "${env:SHOP_HEADER}");
    }

    /** The transform's folder has a StringConverter, too, made for Kafka 2.6. */
    @Test
    void a_field_goes_to_the_header_that_the_provider_names(ConnectWorker.Builder builder, KafkaBroker broker) {
        ScriptedSource orders = ScriptedSource.create();
        Struct order = new Struct(ORDER).put("id", 1).put("city", "Ghent");
        orders.emit(new SourceRecord(null, null, "city-orders", ORDER, order));

        broker.createTopic("city-orders", 1);
        try (ConnectWorker worker = builder.pluginPath(Folders.of("camel"), Folders.of("strimzi"))
                .with("config.providers", "env")
                .with("config.providers.env.class", "io.strimzi.kafka.EnvVarConfigProvider")
                .connector(withCityInHeader(orders.spec("orders"))
                        .with("key.converter", "org.apache.kafka.connect.storage.StringConverter")
                        .valueConverter(JsonConverter.schemaless()))
                .build()) {
            worker.start();
            List<ConsumerRecord<byte[], byte[]>> sent = broker.raw("city-orders", 1, Duration.ofSeconds(30));

            assertThat(new String(sent.get(0).value(), UTF_8)).isEqualTo("{\"id\":1,\"city\":\"Ghent\"}");
            assertThat(sent.get(0).headers().lastHeader("x-city").value())
                    .asString(UTF_8)
                    .isEqualTo("Ghent");
        }
    }
}
