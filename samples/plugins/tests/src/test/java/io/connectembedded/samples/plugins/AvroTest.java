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

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.ScriptedSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Apicurio's Avro converter, which brings Kafka 3.9 and Jackson 2.16, both ways between a host's records and Kafka. */
@ConnectTest
class AvroTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** What the provider has for SHOP_PASSWORD; the build sets it. */
    private static final String PASSWORD = System.getenv("SHOP_PASSWORD");
    private static final String TOPIC = "avro-orders";
    private static final Schema OLD = order().build();
    private static final Schema NEW = order().field(
                    "note", SchemaBuilder.string().defaultValue("none").build())
            .build();

    private RegistryStub registry;

    @BeforeEach
    void start() throws Exception {
        registry = new RegistryStub("shop", PASSWORD);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static SchemaBuilder order() {
        return SchemaBuilder.struct()
                .name("shop.Order")
                .field("id", Schema.INT32_SCHEMA)
                .field("what", Schema.STRING_SCHEMA);
    }

    private ConnectorSpec inAvro(ConnectorSpec spec) {
        return spec.with("value.converter", "io.apicurio.registry.utils.converter.AvroConverter")
                .with("value.converter.apicurio.registry.url", registry.url())
                .with("value.converter.apicurio.auth.username", "shop")
                .with("value.converter.apicurio.auth.password", "${env:SHOP_PASSWORD}")
                .with("value.converter.apicurio.registry.auto-register", true)
                .with("value.converter.apicurio.registry.auto-register.if-exists", "RETURN_OR_UPDATE");
    }

    @Test
    void records_of_an_old_and_a_new_schema_arrive_through_avro(ConnectWorker.Builder builder, KafkaBroker broker) {
        ScriptedSource source = ScriptedSource.create();
        RecordingSink sink = RecordingSink.create();
        source.emit(order(new Struct(OLD).put("id", 1).put("what", "tea")));
        source.emit(order(new Struct(NEW).put("id", 2).put("what", "milk").put("note", "cold")));
        source.emit(order(new Struct(NEW).put("id", 3).put("what", "bread")));

        broker.createTopic(TOPIC, 1);
        try (SecretWatch watch = SecretWatch.of(PASSWORD);
                ConnectWorker worker = builder.pluginPath(Folders.of("apicurio"), Folders.of("strimzi"))
                .with("config.providers", "env")
                .with("config.providers.env.class", "io.strimzi.kafka.EnvVarConfigProvider")
                .connector(inAvro(source.spec("orders")))
                .connector(inAvro(sink.spec("kitchen").topics(TOPIC)))
                .build()) {
            worker.start();
            List<SinkRecord> records = sink.awaitRecords(3, LIMIT);

            assertThat(records)
                    .extracting(record -> (Struct) record.value())
                    .extracting(Struct::toString)
                    .containsExactly(
                            "Struct{id=1,what=tea}",
                            "Struct{id=2,what=milk,note=cold}",
                            "Struct{id=3,what=bread,note=none}");
            assertThat(records.get(0).valueSchema().name()).isEqualTo("shop.Order");
            assertThat(records.get(1).valueSchema().field("note").schema().defaultValue())
                    .isEqualTo("none");
            watch.told(worker.describe());
            watch.nothingFound();
        }

        List<ConsumerRecord<byte[], byte[]>> sent = broker.raw(TOPIC, 3, LIMIT);
        assertThat(sent.get(0).value()).as("1 and tea in Avro").containsExactly(2, 6, 't', 'e', 'a');
        assertThat(sent)
                .extracting(record -> record.headers().lastHeader("apicurio.value.globalId"))
                .extracting(header -> ByteBuffer.wrap(header.value()).getLong())
                .containsExactly(1L, 2L, 2L);
        assertThat(registry.schemas()).hasSize(2).last().asString().contains("\"default\":\"none\"");
        assertThat(registry.calls()).anyMatch(call -> call.startsWith("POST")).anyMatch(call -> call.startsWith("GET"));
    }

    private static SourceRecord order(Struct value) {
        return new SourceRecord(null, null, TOPIC, value.schema(), value);
    }
}
