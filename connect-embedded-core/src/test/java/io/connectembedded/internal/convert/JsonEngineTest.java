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
package io.connectembedded.internal.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.JsonConverter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.junit.jupiter.api.Test;

class JsonEngineTest {

    @Test
    void users_reach_it_through_the_api() {
        try (JsonConverter converter = JsonConverter.withSchemas()) {
            assertThat(new String(converter.fromConnectData("t", Schema.INT8_SCHEMA, (byte) 5), StandardCharsets.UTF_8))
                    .isEqualTo("{\"schema\":{\"type\":\"int8\",\"optional\":false},\"payload\":5}");
        }
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(JsonConverter.class);
        assertThat(ServiceLoader.load(HeaderConverter.class).stream().map(ServiceLoader.Provider::type))
                .contains(JsonConverter.class);
    }

    @Test
    void it_knows_the_options_of_connects_converter() {
        try (var theirs = new org.apache.kafka.connect.json.JsonConverter()) {
            assertThat(new JsonEngine().config().defaultValues())
                    .isEqualTo(theirs.config().defaultValues());
        }
    }

    @Test
    void a_wrong_option_is_refused() {
        assertThatThrownBy(() -> new JsonEngine().configure(Map.of("decimal.format", "ROMAN"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("decimal.format");
        assertThatThrownBy(() -> new JsonEngine().configure(Map.of("schema.content", "{\"type\":"), false))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("schema.content");
    }

    @Test
    void a_schema_seen_before_is_the_same_object() {
        JsonEngine engine = engine(10);
        byte[] bytes =
                engine.fromConnectData("t", SchemaBuilder.int32().name("n").build(), 5);

        assertThat(engine.toConnectData("t", bytes).schema())
                .isSameAs(engine.toConnectData("t", bytes.clone()).schema());
        JsonEngine forgetful = engine(0);
        assertThat(forgetful.toConnectData("t", bytes).schema())
                .isEqualTo(forgetful.toConnectData("t", bytes).schema())
                .isNotSameAs(forgetful.toConnectData("t", bytes).schema());
    }

    @Test
    void a_builder_that_goes_on_changing_is_not_remembered() {
        JsonEngine engine = engine(10);
        SchemaBuilder builder = SchemaBuilder.int32();
        engine.fromConnectData("t", builder, 5);
        builder.doc("later");

        assertThat(new String(engine.fromConnectData("t", builder, 5), StandardCharsets.UTF_8))
                .contains("later");
    }

    @Test
    void a_cache_never_outgrows_its_limit() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(3);
        for (int i = 0; i < 10; i++) {
            cache.put(i, "v" + i);
            cache.put(i, "again");
        }

        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.get(6)).isNull();
        assertThat(cache.get(7)).isEqualTo("v7");
    }

    @Test
    void buffers_that_connect_cannot_write_are_written_from_their_beginning() {
        JsonEngine engine = new JsonEngine();
        engine.configure(Map.of("schemas.enable", "false"), false);
        ByteBuffer direct = ByteBuffer.allocateDirect(2).put((byte) 1).put((byte) 2);
        ByteBuffer readOnly = ByteBuffer.wrap(new byte[] {1, 2}).asReadOnlyBuffer();
        ByteBuffer slice = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).slice(1, 2);

        for (ByteBuffer buffer : List.of(direct, readOnly, slice)) {
            assertThat(new String(engine.fromConnectData("t", Schema.BYTES_SCHEMA, buffer), StandardCharsets.UTF_8))
                    .isEqualTo("\"AQI=\"");
        }
    }

    @Test
    void an_unreadable_message_is_named_by_topic_and_place_but_not_shown() {
        assertThatThrownBy(() -> engine(1).toConnectData("orders", "{\n  hunter2".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("line 2")
                .hasNoCause()
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void many_threads_may_share_it() throws Exception {
        JsonEngine engine = engine(5);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                tasks.add(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        Schema schema =
                                SchemaBuilder.struct().name("s" + i % 20).build();
                        Struct value = new Struct(schema);
                        byte[] bytes = engine.fromConnectData("t", schema, value);
                        assertThat(engine.toConnectData("t", bytes)).isEqualTo(new SchemaAndValue(schema, value));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static JsonEngine engine(int cacheSize) {
        JsonEngine engine = new JsonEngine();
        engine.configure(Map.of("schemas.cache.size", cacheSize), false);
        return engine;
    }
}
