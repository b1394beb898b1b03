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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.internal.clients.ClientSettings;
import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.status.TaskId;
import io.connectembedded.test.ConnectTestDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each setting of a connector has its effect. */
class ConnectorKeysTest {

    private static final String LETTERS = SpiProbes.Letters.class.getName();

    private final Script script = Script.byHand();
    private final Moody values = new Moody();
    private ConnectTestDriver driver;

    /** Refuses what is bad, and asks for so many retries. */
    private static final class Moody extends StringConverter {

        private final AtomicInteger busy = new AtomicInteger();
        private int calls;

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            calls++;
            SchemaAndValue read = super.toConnectData(topic, value);
            if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new RetriableException("busy");
            }
            if (read.value() != null && read.value().toString().startsWith("bad")) {
                throw new DataException("no such thing");
            }
            return read;
        }
    }

    @BeforeEach
    void begin() {
        SpiProbes.CALLS.clear();
    }

    @AfterEach
    void end() {
        if (driver != null) {
            driver.close();
        }
        script.close();
    }

    private ConnectorHandle run(ConnectorSpec spec) {
        driver = ConnectTestDriver.of(Host.byHand()
                .offsetFlushInterval(Duration.ofHours(1))
                .headerConverter(new StringConverter())
                .connector(spec));
        return driver.worker().connector("c");
    }

    private ConnectorSpec source() {
        return script.source("c");
    }

    private ConnectorSpec sink() {
        return script.sink("c").topics("t");
    }

    private ConnectorSpec moody() {
        return sink().valueConverter(values);
    }

    private ConnectorSpec toQueue() {
        return moody().with("errors.tolerance", "all").with("errors.deadletterqueue.topic.name", "dead");
    }

    /** Puts these, and tells how much time the retries took. */
    private Duration put(String... sent) {
        driver.topic("t", 1).sendValues(List.of((Object[]) sent));
        Instant before = driver.now();
        driver.sink("c").put();
        return Duration.between(before, driver.now());
    }

    // ---- every connector

    @Test
    void name_is_in_what_the_connector_is_started_with() {
        run(source());
        assertThat(script.connectorConfig).containsEntry("name", "c");
    }

    @Test
    void connector_class_may_be_a_full_or_a_simple_name() {
        run(ConnectorSpec.of(
                "c", Map.of("connector.class", "FileStreamSink", "topics", "t", "file", "target/never-written")));
        assertThat(driver.worker().connector("c").status().isRunning()).isTrue();
    }

    @Test
    void tasks_max_is_what_task_configs_is_asked_for() {
        run(source().with("tasks.max", 3));
        assertThat(script.calls("connector.taskConfigs"))
                .last()
                .extracting(Script.Call::argument)
                .isEqualTo(3);
        assertThat(driver.worker().connector("c").status().tasks()).hasSize(3);
    }

    @Test
    void tasks_max_enforce_lets_more_tasks_run_when_it_is_off() {
        script.taskConfigs = max -> script.equalTasks(2);
        assertThat(run(source().with("tasks.max.enforce", "true")).status().hasFailed())
                .isTrue();
        driver.close();
        ConnectorHandle lax = run(source().with("tasks.max.enforce", "false"));
        assertThat(lax.status().hasFailed()).isFalse();
        assertThat(lax.status().tasks()).hasSize(2);
    }

    @Test
    void key_converter_reads_keys_and_nothing_else() {
        run(sink().with("key.converter", LETTERS));
        sendCapitals();
        driver.settle();
        assertThat(script.put.get(0).key()).isEqualTo("key");
        assertThat(script.put.get(0).value()).isEqualTo("VALUE");
    }

    private void sendCapitals() {
        driver.topic("t", 1).as(byte[].class, byte[].class).send("KEY".getBytes(UTF_8), "VALUE".getBytes(UTF_8));
    }

    @Test
    void value_converter_reads_values_and_nothing_else() {
        run(sink().with("value.converter", LETTERS));
        sendCapitals();
        driver.settle();
        assertThat(script.put.get(0).key()).isEqualTo("KEY");
        assertThat(script.put.get(0).value()).isEqualTo("value");
    }

    @Test
    void header_converter_writes_headers_instead_of_the_workers() {
        run(source().with("header.converter", LETTERS)
                .with("transforms", "add")
                .with("transforms.add.type", "org.apache.kafka.connect.transforms.InsertHeader")
                .with("transforms.add.header", "h")
                .with("transforms.add.value.literal", "small"));
        script.emit(Script.record("t", "a", 1));
        driver.settle();
        assertThat(SpiProbes.CALLS).contains("header@null writes header h");
        assertThat(driver.topic("t")
                        .records()
                        .get(0)
                        .headers()
                        .lastWithName("h")
                        .value())
                .hasToString("SMALL");
    }

    @Test
    void transforms_are_applied_in_the_order_they_are_listed() {
        String router = "org.apache.kafka.connect.transforms.RegexRouter";
        run(source().with("transforms", "b,a")
                .with("transforms.a.type", router)
                .with("transforms.a.regex", "(.*)")
                .with("transforms.a.replacement", "$1a")
                .with("transforms.b.type", router)
                .with("transforms.b.regex", "(.*)")
                .with("transforms.b.replacement", "$1b"));
        script.emit(Script.record("t", "a", 1));
        assertThat(driver.source("c").poll()).hasSize(1);
        driver.settle();
        assertThat(driver.topic("tba").values()).hasSize(1);
    }

    @Test
    void predicates_say_which_records_a_transform_is_for() {
        run(moody().with("transforms", "drop")
                .with("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter")
                .with("transforms.drop.predicate", "empty")
                .with("predicates", "empty")
                .with("predicates.empty.type", "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"));
        driver.topic("t", 1).send("k", null);
        driver.topic("t").send("k", "kept");
        driver.settle();
        assertThat(script.values()).containsExactly("kept");
    }

    // ---- errors

    @Test
    void errors_tolerance_is_none_unless_it_is_all() {
        run(moody());
        assertThatThrownBy(() -> put("bad", "good")).isInstanceOf(ConnectorFailedException.class);
        assertThat(script.values()).isEmpty();
        driver.close();
        run(moody().with("errors.tolerance", "all"));
        put("bad", "good");
        assertThat(script.values()).containsExactly("good");
    }

    @Test
    void errors_retry_timeout_is_how_long_a_step_is_tried_again_and_zero_is_never() {
        values.busy.set(1);
        run(moody());
        assertThatThrownBy(() -> put("one")).isInstanceOf(ConnectorFailedException.class);
        driver.close();
        values.busy.set(1_000);
        values.calls = 0;
        run(moody().with("errors.retry.timeout", "2000"));
        assertThatThrownBy(() -> put("one")).isInstanceOf(ConnectorFailedException.class);
        // At 0, 300, 900, perhaps 2000 ms.
        assertThat(values.calls).isBetween(3, 4);
        driver.close();
        values.busy.set(8);
        run(moody().with("errors.retry.timeout", "-1"));
        assertThat(put("one")).isGreaterThan(Duration.ofSeconds(30));
        assertThat(script.values()).containsExactly("one");
    }

    @Test
    void errors_retry_delay_max_ms_bounds_each_wait() {
        values.busy.set(6);
        run(moody().with("errors.retry.timeout", "-1").with("errors.retry.delay.max.ms", "400"));
        assertThat(put("one")).isBetween(Duration.ofMillis(300), Duration.ofMillis(6 * 400));
        assertThat(script.values()).containsExactly("one");
    }

    @Test
    void errors_log_enable_writes_a_line_for_each_failure() {
        assertThat(linesOf(moody().with("errors.tolerance", "all"))).isEmpty();
        assertThat(linesOf(moody().with("errors.tolerance", "all").with("errors.log.enable", "true")))
                .singleElement()
                .asString()
                .contains("VALUE_CONVERTER")
                .doesNotContain("offset");
    }

    @Test
    void errors_log_include_messages_tells_the_records_place() {
        assertThat(linesOf(moody().with("errors.tolerance", "all")
                        .with("errors.log.enable", "true")
                        .with("errors.log.include.messages", "true")))
                .singleElement()
                .asString()
                .contains("topic", "'t'", "partition", "offset");
    }

    private List<String> linesOf(ConnectorSpec spec) {
        try (OurLines lines = OurLines.listen()) {
            run(spec);
            put("bad");
            driver.close();
            return lines.of(Level.WARN).stream()
                    .filter(line -> line.contains("Error encountered"))
                    .toList();
        }
    }

    // ---- dead letters

    @Test
    void errors_deadletterqueue_topic_name_is_where_dead_letters_go() {
        run(toQueue());
        put("bad");
        driver.settle();
        assertThat(driver.topic("dead").values()).containsExactly("bad");
    }

    @Test
    void errors_deadletterqueue_topic_replication_factor_is_that_of_the_topic_made() {
        run(toQueue());
        put("bad");
        assertThat(driver.createdTopics().get("dead").replicationFactor()).isEqualTo((short) 3);
        assertThat(driver.createdTopics().get("dead").numPartitions()).isEqualTo(1);
        driver.close();
        run(toQueue().with("errors.deadletterqueue.topic.replication.factor", "2"));
        put("bad");
        assertThat(driver.createdTopics().get("dead").replicationFactor()).isEqualTo((short) 2);
    }

    @Test
    void errors_deadletterqueue_context_headers_enable_adds_headers_that_tell_the_failure() {
        run(toQueue());
        put("bad");
        assertThat(letter().headers()).isEmpty();
        driver.close();
        run(toQueue().with("errors.deadletterqueue.context.headers.enable", "true"));
        put("bad");
        assertThat(letter().headers()).extracting(Header::key).contains("__connect.errors.topic");
    }

    private SinkRecord letter() {
        driver.settle();
        return driver.topic("dead").records().get(0);
    }

    // ---- topics

    @Test
    void topics_are_the_only_ones_that_are_read() {
        run(script.sink("c").with("topics", "t, u"));
        List.of("t", "u", "v").forEach(each -> driver.topic(each, 1).sendValues(List.of("of " + each)));
        driver.settle();
        assertThat(script.values()).containsExactlyInAnyOrder("of t", "of u");
    }

    @Test
    void topics_regex_matches_whole_names() {
        run(script.sink("c").with("topics.regex", "t|u.*"));
        List.of("t", "tt", "u", "uu").forEach(each -> driver.topic(each, 1).sendValues(List.of("of " + each)));
        driver.advance(Duration.ofMinutes(6));
        driver.settle();
        assertThat(script.values()).containsExactlyInAnyOrder("of t", "of u", "of uu");
    }

    @Test
    void topic_creation_groups_and_their_defaults_make_topics() {
        run(source().with("topic.creation.groups", "short")
                .with("topic.creation.default.partitions", 2)
                .with("topic.creation.default.replication.factor", 1)
                .with("topic.creation.short.include", "short-.*")
                .with("topic.creation.short.exclude", ".*-not")
                .with("topic.creation.short.replication.factor", 4)
                .with("topic.creation.short.retention.ms", "77"));
        script.emit(
                Script.record("short-1", "a", 1), Script.record("short-not", "a", 2), Script.record("else", "a", 3));
        driver.settle();
        var made = driver.createdTopics();
        assertThat(made).containsOnlyKeys("short-1", "short-not", "else");
        assertThat(made.get("short-1").replicationFactor()).isEqualTo((short) 4);
        assertThat(made.get("short-1").numPartitions()).isEqualTo(2);
        assertThat(made.get("short-1").configs()).containsEntry("retention.ms", "77");
        assertThat(made.get("short-not").replicationFactor()).isEqualTo((short) 1);
        assertThat(made.get("else").numPartitions()).isEqualTo(2);
    }

    // ---- clients

    @Test
    void producer_override_reaches_the_producer() {
        try (ClientSettingsWatch watch =
                new ClientSettingsWatch(Host.byHand().connector(source().with("producer.override.linger.ms", "5")))) {
            assertThat(watch.producers.get(new TaskId("c", 0))).containsEntry("linger.ms", "5");
        }
    }

    @Test
    void consumer_override_reaches_the_consumer() {
        run(sink().with("consumer.override.max.poll.records", "1"));
        driver.topic("t", 1).sendValues(List.of("one", "two"));
        assertThat(driver.sink("c").put()).isEqualTo(1);
    }

    @Test
    void consumer_override_group_id_is_whose_offsets_count() {
        try (ClientSettingsWatch watch =
                new ClientSettingsWatch(Host.byHand().connector(sink().with("consumer.override.group.id", "mine")))) {
            assertThat(watch.consumers.get(new TaskId("c", 0))).containsEntry("group.id", "mine");
        }
        run(sink().with("consumer.override.group.id", "mine"));
        put("one");
        assertThat(driver.sink("c").commit()).isTrue();
        driver.worker()
                .connector("c")
                .update(spec -> spec.without("consumer.override.group.id"))
                .await();
        driver.settle();
        assertThat(script.values()).as("another group begins anew").containsExactly("one", "one");
    }

    @Test
    void admin_override_reaches_the_client_that_makes_topics() {
        ConnectorSpec spec = source().with("admin.override.retries", "4").with("producer.override.retries", "5");
        Map<String, String> worker = Map.of("bootstrap.servers", "h:1", "key.converter", "k", "value.converter", "v");
        ClientSettings settings = new ClientSettings(
                "worker", WorkerConfig.check(worker, new Problems()).orElseThrow(), "", OverridePolicy.all());
        ConnectorConfig config = ConnectorConfig.of(spec, spec.config(), ScriptSource.class);
        assertThat(settings.topicAdmin(config, new TaskId("c", 0))).containsEntry("retries", "4");
        assertThat(settings.deadLetterAdmin(config, new TaskId("c", 0))).containsEntry("retries", "4");
    }
}
