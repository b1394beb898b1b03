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
package io.connectembedded.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.offset.StoredOffset;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.ConnectTestDriver;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The traps for who builds a runtime of Connect, by the numbers they have in docs/compatibility.md. */
class TrapsTest {

    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    private final Script script = Script.byHand();
    private final ScriptStore store = new ScriptStore();
    private ConnectTestDriver driver;

    @AfterEach
    void end() {
        if (driver != null) {
            driver.close();
        }
        script.close();
    }

    private void running(ConnectorSpec spec) {
        driver = ConnectTestDriver.of(Host.byHand().offsetStore(store).connector(spec));
    }

    @Test
    void trap_5_converters_transformations_and_error_handling_are_those_of_the_connector_not_of_the_task() {
        script.taskConfigs = max -> List.of(with(
                script.equalTasks(1).get(0),
                Map.of(
                        "value.converter", "org.apache.kafka.connect.converters.LongConverter",
                        "transforms", "gone",
                        "transforms.gone.type", "Filter",
                        "errors.tolerance", "none")));
        running(script.source("src")
                .with("transforms", "route")
                .with("transforms.route.type", "RegexRouter")
                .with("transforms.route.regex", "(.*)")
                .with("transforms.route.replacement", "to-$1")
                .transform("check", record -> {
                    if (record.value().equals("a-1")) {
                        throw new ConnectException("no");
                    }
                    return record;
                })
                .with("errors.tolerance", "all"));
        script.emit(Script.record("t", "a", 1), Script.record("t", "a", 2));
        driver.settle();
        assertThat(driver.worker().connector("src").status().isRunning()).isTrue();
        assertThat(driver.topic("to-t").values()).containsExactly("a-2");
        assertThat(((SourceTaskContext) script.calls("task.start").get(0).argument()).configs())
                .as("the task may read them, the runtime does not")
                .containsEntry("errors.tolerance", "none");
    }

    private static Map<String, String> with(Map<String, String> config, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(config);
        all.putAll(more);
        return all;
    }

    @Test
    void trap_6_the_key_of_an_offset_is_the_partition_in_its_order_to_the_byte() {
        running(script.source("src"));
        Map<String, Object> partition = new LinkedHashMap<>();
        partition.put("zone", "ä");
        partition.put("number", 7);
        partition.put("deep", null);
        script.emit(new SourceRecord(partition, Map.of("o", 1), "t", null, "v"));
        driver.settle();
        assertThat(store.read("src"))
                .extracting(StoredOffset::partition, StoredOffset::offset)
                .containsExactly(tuple("{\"zone\":\"ä\",\"number\":7,\"deep\":null}", "{\"o\":1}"));
        SourceTaskContext context =
                (SourceTaskContext) script.calls("task.start").get(0).argument();
        Map<String, Object> turned = new TreeMap<>(partition);
        turned.put("number", 7L);
        assertThat(context.offsetStorageReader().offset(turned))
                .as("found in any order, with JSON's types")
                .isEqualTo(Map.of("o", 1L));
    }

    @Test
    void trap_6_an_offset_that_is_no_scalar_is_not_stored() {
        running(script.source("src"));
        script.emit(new SourceRecord(Map.of("p", "a"), Map.of("o", List.of(1)), "t", null, "v"));
        driver.source("src").poll();
        driver.source("src").ackAll();
        assertThat(driver.source("src").commit()).isFalse();
        assertThat(store.read("src")).isEmpty();
    }

    @Test
    void trap_9_a_sinks_group_is_connect_and_its_name_unless_it_is_overridden() {
        ConnectWorker.Builder builder = Host.byHand()
                .connector(script.sink("snk").topics("t"))
                .connector(script.sink("own").topics("t").with("consumer.override.group.id", "mine"));
        try (ClientSettingsWatch watch = new ClientSettingsWatch(builder)) {
            assertThat(watch.consumers.get(new TaskId("snk", 0)))
                    .containsEntry("group.id", "connect-snk")
                    .containsEntry("enable.auto.commit", "false");
            assertThat(watch.consumers.get(new TaskId("own", 0))).containsEntry("group.id", "mine");
        }
    }

    @Test
    void trap_10_a_put_is_tried_again_for_connects_retriable_exception_alone() {
        running(script.sink("snk").topics("t"));
        driver.topic("t").sendValues(List.of("one"));
        script.failIn("task.put", new RetriableException("busy"));
        driver.sink("snk").put();
        driver.settle();
        assertThat(script.values()).containsExactly("one");
        script.failIn("task.put", new TimeoutException("no answer"));
        driver.topic("t").sendValues(List.of("two"));
        assertThatThrownBy(() -> driver.sink("snk").put()).isInstanceOf(ConnectorFailedException.class);
    }

    @Test
    void trap_10_a_poll_is_tried_again_for_kafkas_retriable_exception_too() {
        running(script.source("src"));
        for (RuntimeException busy : List.of(new RetriableException("busy"), new TimeoutException("busy"))) {
            script.failIn("task.poll", busy);
            script.emit(Script.record("t", "a", 1));
            assertThat(driver.source("src").poll()).isEmpty();
            driver.settle();
            assertThat(driver.worker().connector("src").status().isRunning()).isTrue();
        }
        assertThat(driver.topic("t").values()).containsExactly("a-1", "a-1");
    }

    @Test
    void trap_11_pre_commit_answers_what_may_be_committed_and_nothing_else_is() {
        running(script.sink("snk").topics("t").tasks(1));
        driver.topic("t", 2).sendValues(List.of("a", "b", "c", "d"));
        driver.sink("snk").put();
        driver.sink("snk").put();
        Map<TopicPartition, OffsetAndMetadata> delivered = delivered();
        assertThat(delivered).containsOnlyKeys(ZERO, ONE);
        script.preCommit = offsets -> Map.of();
        assertThat(driver.sink("snk").commit()).as("nothing answered").isFalse();
        script.preCommit = offsets -> Map.of(
                ZERO,
                offsets.get(ZERO),
                ONE,
                new OffsetAndMetadata(offsets.get(ONE).offset() + 1),
                new TopicPartition("elsewhere", 0),
                new OffsetAndMetadata(1));
        assertThat(driver.sink("snk").commit()).isTrue();
        driver.crash();
        script.put.clear();
        driver.settle();
        assertThat(script.put)
                .as("of partition 1 too much was answered, so nothing was committed")
                .isNotEmpty()
                .allMatch(record -> record.kafkaPartition() == 1);
    }

    private Map<TopicPartition, OffsetAndMetadata> delivered() {
        Map<TopicPartition, OffsetAndMetadata> seen = new HashMap<>();
        script.preCommit = offsets -> {
            seen.putAll(offsets);
            return Map.of();
        };
        driver.sink("snk").commit();
        return seen;
    }

    @Test
    void trap_12_a_dead_letter_is_the_original_to_the_byte_and_its_topic_has_three_copies_by_default() {
        running(script.sink("snk")
                .topics("t")
                .with("key.converter", "org.apache.kafka.connect.converters.LongConverter")
                .with("errors.tolerance", "all")
                .with("errors.deadletterqueue.topic.name", "dlq")
                .with("errors.deadletterqueue.context.headers.enable", "true"));
        byte[] key = {1, 2, 3};
        byte[] value = {0, (byte) 0xff, 7};
        driver.topic("t").as(byte[].class, byte[].class).send(key, value);
        driver.settle();
        assertThat(script.values()).isEmpty();
        NewTopic queue = driver.createdTopics().get("dlq");
        assertThat(queue.numPartitions()).isEqualTo(1);
        assertThat(queue.replicationFactor()).isEqualTo((short) 3);
        SinkRecord letter =
                driver.topic("dlq").as(byte[].class, byte[].class).records().get(0);
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.headers().lastWithName("__connect.errors.stage").value())
                .isEqualTo("KEY_CONVERTER".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.headers()).allMatch(header -> header.key().startsWith("__connect.errors."));
    }

    @Test
    void trap_16_a_predicate_is_negated_and_classes_are_named_by_alias() {
        running(script.source("src")
                .with("transforms", "drop,wrap")
                .with("transforms.drop.type", "Filter")
                .with("transforms.drop.predicate", "keep")
                .with("transforms.drop.negate", "true")
                .with("transforms.wrap.type", "org.apache.kafka.connect.transforms.RegexRouter")
                .with("transforms.wrap.regex", "(.*)")
                .with("transforms.wrap.replacement", "to-$1")
                .with("predicates", "keep")
                .with("predicates.keep.type", "TopicNameMatches")
                .with("predicates.keep.pattern", "k.*"));
        script.emit(Script.record("kept", "a", 1), Script.record("gone", "a", 2));
        driver.settle();
        assertThat(driver.topic("to-kept").values()).containsExactly("a-1");
        assertThat(driver.topic("to-gone").values()).isEmpty();
        assertThat(store.offset("a")).isEqualTo(2);
    }

    /** Dashboards are built on these; docs/compatibility.md has those that are missing. */
    @Test
    void trap_19_groups_tags_and_names_of_metrics_are_connects() {
        ConnectWorker.Builder builder = Host.byHand()
                .with("metric.reporters", Names.class.getName())
                .connector(script.source("src"))
                .connector(script.sink("snk").topics("t"));
        Names.SEEN.clear();
        new ClientSettingsWatch(builder).close();
        assertThat(Names.SEEN)
                .contains(
                        "connect-worker-metrics{}connector-count",
                        "connect-worker-metrics{}task-count",
                        "connect-worker-metrics{}connector-startup-attempts-total",
                        "connect-worker-metrics{}task-startup-failure-percentage",
                        "connect-worker-metrics{connector=src}connector-total-task-count",
                        "connector-metrics{connector=src}connector-type",
                        "connector-metrics{connector=src}connector-class",
                        "connector-metrics{connector=src}connector-version",
                        "connector-metrics{connector=src}status",
                        task("connector-task-metrics", "src", "status"),
                        task("connector-task-metrics", "src", "running-ratio"),
                        task("connector-task-metrics", "src", "pause-ratio"),
                        task("connector-task-metrics", "src", "offset-commit-max-time-ms"),
                        task("connector-task-metrics", "src", "offset-commit-success-percentage"),
                        task("connector-task-metrics", "src", "batch-size-avg"),
                        task("source-task-metrics", "src", "source-record-poll-total"),
                        task("source-task-metrics", "src", "source-record-write-rate"),
                        task("source-task-metrics", "src", "poll-batch-max-time-ms"),
                        task("source-task-metrics", "src", "source-record-active-count"),
                        task("source-task-metrics", "src", "source-record-active-count-max"),
                        task("source-task-metrics", "src", "source-record-active-count-avg"),
                        task("sink-task-metrics", "snk", "sink-record-read-rate"),
                        task("sink-task-metrics", "snk", "sink-record-send-total"),
                        task("sink-task-metrics", "snk", "partition-count"),
                        task("sink-task-metrics", "snk", "offset-commit-seq-no"),
                        task("sink-task-metrics", "snk", "offset-commit-completion-total"),
                        task("sink-task-metrics", "snk", "offset-commit-skip-rate"),
                        task("sink-task-metrics", "snk", "put-batch-avg-time-ms"),
                        task("sink-task-metrics", "snk", "sink-record-active-count-max"),
                        task("sink-task-metrics", "snk", "sink-record-lag-max"),
                        task("task-error-metrics", "snk", "total-record-failures"),
                        task("task-error-metrics", "snk", "deadletterqueue-produce-failures"),
                        task("task-error-metrics", "snk", "last-error-timestamp"));
    }

    private static String task(String group, String connector, String name) {
        return group + "{connector=" + connector + ", task=0}" + name;
    }

    /** Keeps the full names it is shown. */
    public static final class Names implements MetricsReporter {

        static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

        @Override
        public void init(List<KafkaMetric> metrics) {
            metrics.forEach(this::metricChange);
        }

        @Override
        public void metricChange(KafkaMetric metric) {
            SEEN.add(metric.metricName().group()
                    + new TreeMap<>(metric.metricName().tags())
                    + metric.metricName().name());
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {
            // What was seen was there.
        }

        @Override
        public void configure(Map<String, ?> configs) {
            // Needs no setting.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    /** The driver runs plug-ins on this thread, so whatever they are given here must be taken back. */
    @Test
    void trap_20_nothing_is_left_behind_on_a_thread_of_the_host() {
        ClassLoader mine = new URLClassLoader(new URL[0], getClass().getClassLoader());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(mine);
        MDC.put("request", "42");
        try {
            script.once("task.poll", () -> {
                MDC.put("plugin", "left");
                Thread.currentThread().setContextClassLoader(null);
                throw new ConnectException("unruly");
            });
            running(script.source("src"));
            assertThatThrownBy(() -> driver.source("src").poll()).isInstanceOf(ConnectorFailedException.class);
            driver.close();
            assertThat(MDC.getCopyOfContextMap()).containsEntry("request", "42").doesNotContainKey("connector.context");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(mine);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        } finally {
            MDC.clear();
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
