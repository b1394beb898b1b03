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
package io.connectembedded.internal.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.SomeConnectors.LinesSourceConnector;
import io.connectembedded.internal.transform.TaskConverters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

class ConverterFactoryTest {

    private static final String NOTING = NotingConverter.class.getName();
    private static final Failures FAILURES = new Failures(Time.SYSTEM, text -> text);
    private static final PluginHome HOME =
            TaskHome.of("c", new ConnectMetrics(Time.SYSTEM, Duration.ofSeconds(30), 2, Map.of(), List.of()));

    private final PluginClasses plugins = new PluginClasses(getClass().getClassLoader(), Map.of());
    private final ConnectorSpec plain = ConnectorSpec.source("c", LinesSourceConnector.class);

    @Test
    void without_one_of_its_own_a_connector_has_the_workers_converter_with_the_workers_options() throws Exception {
        ConnectorSpec spec = plain.with("key.converter.from", "connector");
        TaskConverters made =
                factory(Map.of("key.converter.from", "worker"), Map.of()).create(checked(spec), HOME, FAILURES);

        assertThat(configOf(made.key())).isEqualTo(Map.of("from", "worker", "converter.type", "key"));
        assertThat(configOf(made.value())).isEqualTo(Map.of("converter.type", "value"));
        assertThat(made.header()).isInstanceOf(SimpleHeaderConverter.class);
        for (AutoCloseable each : made.owned()) {
            each.close();
        }
        assertThat(List.of(made.key(), made.value()))
                .extracting(converter -> ((NotingConverter) converter).closed)
                .containsExactly(1, 1);
    }

    @Test
    void a_connector_that_names_a_converter_brings_its_own_options_and_none_of_the_workers() throws Exception {
        ConnectorSpec spec = plain.with("key.converter", NOTING).with("key.converter.from", "connector");
        TaskConverters made = factory(Map.of("key.converter.from", "worker", "key.converter.more", "1"), Map.of())
                .create(checked(spec), HOME, FAILURES);

        assertThat(configOf(made.key())).isEqualTo(Map.of("from", "connector", "converter.type", "key"));
    }

    @Test
    void each_task_has_converters_of_its_own() throws Exception {
        ConverterFactory factory = factory(Map.of(), Map.of());

        assertThat(factory.create(checked(plain), HOME, FAILURES).key())
                .isNotSameAs(factory.create(checked(plain), HOME, FAILURES).key());
    }

    @Test
    void the_workers_object_is_shared_and_neither_configured_nor_closed() throws Exception {
        NotingConverter object = new NotingConverter();
        TaskConverters made =
                factory(Map.of(), Map.of("value.converter", object)).create(checked(plain), HOME, FAILURES);
        made.close();

        assertThat(made.value()).isSameAs(object);
        assertThat(object.configured).isEmpty();
        assertThat(object.closed).isZero();
        assertThat(((NotingConverter) made.key()).closed).isEqualTo(1);
    }

    @Test
    void a_connectors_object_wins_over_the_workers_and_a_connectors_class_too() throws Exception {
        NotingConverter ofWorker = new NotingConverter();
        NotingConverter ofConnector = new NotingConverter();
        ConverterFactory factory = factory(Map.of(), Map.of("value.converter", ofWorker));

        assertThat(factory.create(checked(plain.valueConverter(ofConnector)), HOME, FAILURES)
                        .value())
                .isSameAs(ofConnector);
        assertThat(factory.create(
                                checked(plain.with("value.converter", StringConverter.class.getName())), HOME, FAILURES)
                        .value())
                .isInstanceOf(StringConverter.class);
    }

    @Test
    void what_was_made_before_one_refuses_its_options_is_closed() {
        ConnectorSpec spec = plain.with("value.converter", ClosedNote.class.getName())
                .with("value.converter.refuse", "yes")
                .with("key.converter", ClosedNote.class.getName());
        ConnectorConfig config = checked(spec); // which makes converters, too
        ClosedNote.closings.remove();

        assertThatThrownBy(() -> factory(Map.of(), Map.of()).create(config, HOME, FAILURES))
                .hasMessage("refused");
        assertThat(ClosedNote.closings.get()).isEqualTo(2);
    }

    /** Made by class name, so that only its thread can tell what became of it. */
    public static final class ClosedNote extends NotingConverter {

        static final ThreadLocal<Integer> closings = ThreadLocal.withInitial(() -> 0);

        @Override
        public void close() {
            closings.set(closings.get() + 1);
        }
    }

    private static Map<String, ?> configOf(Converter converter) {
        return ((NotingConverter) converter).configured.get(0);
    }

    private ConverterFactory factory(Map<String, String> options, Map<String, Object> objects) {
        Map<String, String> config = new HashMap<>(options);
        config.putAll(Map.of("bootstrap.servers", "h:1", "key.converter", NOTING, "value.converter", NOTING));
        WorkerConfig worker = WorkerConfig.check(config, new Problems()).orElseThrow();
        return new ConverterFactory(worker, objects, plugins);
    }

    private ConnectorConfig checked(ConnectorSpec spec) {
        return ConnectorConfig.check(spec, plugins, new Problems()).orElseThrow();
    }
}
