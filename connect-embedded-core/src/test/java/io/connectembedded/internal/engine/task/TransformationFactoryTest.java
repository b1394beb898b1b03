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
import io.connectembedded.internal.error.ErrorHandling;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.metrics.ConnectMetrics;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.SomeConnectors.LinesSourceConnector;
import io.connectembedded.internal.transform.TransformationChain;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransformationFactoryTest {

    private static final Failures FAILURES = new Failures(Time.SYSTEM, text -> text);

    private final String name = "factory-" + UUID.randomUUID();
    private final ConnectMetrics metrics =
            new ConnectMetrics(Time.SYSTEM, Duration.ofSeconds(30), 2, Map.of(), List.of(new JmxReporter()));
    private final PluginClasses plugins = new PluginClasses(getClass().getClassLoader(), Map.of());
    private final SourceRecord record =
            new SourceRecord(Map.of("p", 1), Map.of("o", 1), "t", Schema.STRING_SCHEMA, "v");

    @BeforeEach
    void begin() {
        NotingTransformation.CALLS.remove();
    }

    @AfterEach
    void end() {
        metrics.close();
    }

    private ConnectorSpec spec() {
        return ConnectorSpec.source(name, LinesSourceConnector.class);
    }

    private TransformationChain<SourceRecord> chain(ConnectorSpec spec) throws Exception {
        ConnectorConfig config = ConnectorConfig.of(spec, spec.config(), LinesSourceConnector.class);
        return new TransformationFactory(plugins)
                .create(config, TaskHome.of(name, metrics), new ErrorHandling<>(), FAILURES);
    }

    private Set<String> beans(String group) throws Exception {
        Set<String> names = new TreeSet<>();
        for (ObjectName each : ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.connect:type=" + group + ",connector=" + name + ",*"), null)) {
            names.add(each.getKeyPropertyListString().replace(name, "c"));
        }
        return names;
    }

    @Test
    void each_plug_in_is_given_its_own_options_and_those_of_the_link_are_left_out() throws Exception {
        chain(spec().predicate("p", NotingTransformation.class, Map.of("name", "p"))
                .transform(
                        "a",
                        NotingTransformation.class,
                        Map.of("name", "a", "more", "x", "predicate", "p", "negate", "true"))
                .transform("ab", NotingTransformation.class, Map.of("name", "ab")));

        assertThat(NotingTransformation.calls())
                .containsExactly(
                        "configure {more=x, name=a} of type",
                        "metrics a",
                        "configure {name=p} of type",
                        "metrics p",
                        "configure {name=ab} of type",
                        "metrics ab");
    }

    @Test
    void links_are_applied_in_order_for_the_records_they_are_for() throws Exception {
        Map<String, String> when = Map.of("name", "1", "predicate", "yes");
        TransformationChain<SourceRecord> chain = chain(spec().predicate(
                        "yes", NotingTransformation.class, Map.of("holds", "true", "name", "yes"))
                .predicate("no", NotingTransformation.class, Map.of("holds", "false", "name", "no"))
                .transform("one", NotingTransformation.class, when)
                .transform("two", NotingTransformation.class, Map.of("name", "2", "predicate", "no"))
                .transform(
                        "three", NotingTransformation.class, Map.of("name", "3", "predicate", "yes", "negate", "true"))
                .transform("four", NotingTransformation.class, Map.of("name", "4", "predicate", "no", "negate", "true"))
                .transform(
                        "five",
                        each -> each.newRecord(
                                each.topic() + "5", null, null, null, each.valueSchema(), each.value(), null)));

        assertThat(chain.apply(record).topic()).isEqualTo("t145");
        assertThat(chain.gaveUp()).isFalse();
    }

    @Test
    void a_function_that_returns_null_drops_the_record_and_the_rest_is_not_asked() throws Exception {
        TransformationChain<SourceRecord> chain =
                chain(spec().transform("drop", each -> null).transform("after", NotingTransformation.class, Map.of()));

        assertThat(chain.apply(record)).isNull();
        assertThat(chain.gaveUp()).isFalse();
        assertThat(NotingTransformation.calls()).doesNotContain("apply null");
    }

    @Test
    void a_function_that_returns_a_record_of_the_other_kind_is_told_so() throws Exception {
        TransformationChain<SourceRecord> chain =
                chain(spec().transform("wrong", each -> new SinkRecord("t", 0, null, null, null, null, 0)));

        assertThatThrownBy(() -> chain.apply(record))
                .isInstanceOf(ConnectException.class)
                .hasRootCauseInstanceOf(DataException.class)
                .hasStackTraceContaining("wrong")
                .hasStackTraceContaining("newRecord");
    }

    @Test
    void class_and_version_of_each_link_are_told_under_connects_names_until_it_is_closed() throws Exception {
        TransformationChain<SourceRecord> chain =
                chain(spec().predicate("p", NotingTransformation.class, Map.of("name", "p"))
                        .transform("a", NotingTransformation.class, Map.of("name", "a", "predicate", "p")));

        assertThat(beans("connector-transform-metrics"))
                .containsExactly("type=connector-transform-metrics,connector=c,task=0,transform=a");
        assertThat(beans("connector-predicate-metrics"))
                .containsExactly("type=connector-predicate-metrics,connector=c,task=0,predicate=p");
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName("kafka.connect:type=connector-transform-metrics,connector=" + name
                                        + ",task=0,transform=a"),
                                "transform-version"))
                .isEqualTo("7.1");
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName("kafka.connect:type=connector-predicate-metrics,connector=" + name
                                        + ",task=0,predicate=p"),
                                "predicate-class"))
                .isEqualTo(NotingTransformation.class.getName());
        chain.close();
        assertThat(beans("connector-transform-metrics")).isEmpty();
        assertThat(beans("connector-predicate-metrics")).isEmpty();
    }

    @Test
    void each_plug_in_has_metrics_of_its_own_until_it_is_closed() throws Exception {
        TransformationChain<SourceRecord> chain =
                chain(spec().predicate("p", NotingTransformation.class, Map.of("name", "p"))
                        .transform("a", NotingTransformation.class, Map.of("name", "a", "predicate", "p")));

        assertThat(beans("plugins"))
                .containsExactly(
                        "type=plugins,connector=c,task=0,predicate=p",
                        "type=plugins,connector=c,task=0,transformation=a");
        chain.close();
        assertThat(beans("plugins")).isEmpty();
        assertThat(NotingTransformation.calls()).endsWith("close a", "close p");
    }

    @Test
    void what_was_made_before_one_refuses_its_options_is_closed() throws Exception {
        ConnectorSpec spec = spec().predicate("p", NotingTransformation.class, Map.of("name", "p", "refuse", "1"))
                .transform("a", NotingTransformation.class, Map.of("name", "a"))
                .transform("b", NotingTransformation.class, Map.of("name", "b", "predicate", "p"));

        assertThatThrownBy(() -> chain(spec))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(name + "-0")
                .hasMessageContaining("'predicates.p'")
                .hasMessageContaining("not wanted");
        assertThat(NotingTransformation.calls()).endsWith("close a", "close b", "close p");
        assertThat(beans("plugins")).isEmpty();
        assertThat(beans("connector-transform-metrics")).isEmpty();
    }

    @Test
    void plug_ins_are_called_under_their_own_class_loader_which_is_put_back() throws Exception {
        ClassLoader other = new ClassLoader(null) {};
        ClassLoader[] seen = new ClassLoader[1];
        TransformationChain<SourceRecord> chain = chain(spec().transform("see", each -> {
            seen[0] = Thread.currentThread().getContextClassLoader();
            return each;
        }));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(other);
        try {
            chain.apply(record);
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(other);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(seen[0]).isSameAs(getClass().getClassLoader());
    }
}
