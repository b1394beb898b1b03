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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Connect's sinks get wrong, the defects of facts 7.3 and 5. */
class SinkDefectsTest {

    private final DrivenSink it = new DrivenSink();

    @AfterEach
    void end() {
        it.close();
    }

    /** Gives every record another topic, by building a record of its own. */
    public static final class Renames implements Transformation<SinkRecord> {

        @Override
        public SinkRecord apply(SinkRecord record) {
            return new SinkRecord("renamed", 7, null, record.key(), null, record.value(), record.kafkaOffset());
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> config) {}

        @Override
        public void close() {}
    }

    @Test
    void a_record_whose_topic_a_transform_renamed_is_purged_at_a_revoke() {
        it.script.failAlwaysIn("task.put", new RetriableException("busy"));
        it.run(it.spec().transform("rename", Renames.class, Map.of()), 2);
        it.topic.sendValues(List.of("zero", "one"));
        it.sink.put();
        assertThat(it.lastBatch()).hasSize(2).allMatch(record -> record.topic().equals("renamed"));
        assertThat(it.lastBatch()).allMatch(record -> record.originalTopic().equals("t"));
        it.sink.revoke(List.of(DrivenSink.ZERO));
        it.script.never("task.put");
        it.driver.advance(Duration.ofSeconds(1));
        assertThat(it.script.put)
                .singleElement()
                .satisfies(record -> assertThat(record.originalKafkaPartition()).isEqualTo(1));
    }

    @Test
    void partitions_that_were_revoked_are_not_closed_again_at_the_end_nor_committed() {
        it.run(it.spec(), 2);
        it.topic.sendValues(List.of("zero", "one"));
        it.sink.put();
        it.sink.revoke(List.of(DrivenSink.ZERO));
        it.script.forgetCalls();
        it.connector.stop().await();
        assertThat(it.script.calls("task.close"))
                .extracting(Script.Call::argument)
                .containsExactly(List.of(DrivenSink.ONE));
        assertThat(it.script.calls("task.preCommit"))
                .noneMatch(call -> ((Map<?, ?>) call.argument()).containsKey(DrivenSink.ZERO));
    }

    @Test
    void lost_partitions_are_not_closed_again_at_the_end_nor_committed() {
        it.run(it.spec(), 2);
        it.topic.sendValues(List.of("zero", "one"));
        it.sink.put();
        it.sink.lose(List.of(DrivenSink.ZERO));
        it.script.forgetCalls();
        it.connector.stop().await();
        assertThat(it.script.calls("task.close"))
                .extracting(Script.Call::argument)
                .containsExactly(List.of(DrivenSink.ONE));
    }

    @Test
    void a_batch_is_put_again_at_a_pace_of_its_own_and_not_at_that_of_commits() {
        it.script.failIn("task.put", new RetriableException("busy"));
        it.run(it.spec(), 1);
        it.topic.sendValues(List.of("one"));
        it.sink.put();
        it.driver.advance(Duration.ofMillis(100));
        assertThat(it.script.values()).containsExactly("one");
    }

    @Test
    void the_lag_of_the_partition_that_is_behind_most_is_told() {
        it.run(it.spec().with("consumer.override.max.poll.records", "2"), 1);
        it.topic.sendValues(List.of("a", "b", "c", "d", "e"));
        it.sink.put();
        assertThat(it.metrics().maxLag()).hasValue(3);
        assertThat(it.metrics().number("sink-record-lag-max")).hasValue(3);
        it.rounds(3);
        assertThat(it.metrics().maxLag()).hasValue(0);
    }
}
