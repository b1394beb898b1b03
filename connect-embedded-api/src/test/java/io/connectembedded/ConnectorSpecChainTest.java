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
package io.connectembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.connectembedded.inapp.RecordFunction;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;

class ConnectorSpecChainTest {

    private static final ConnectorSpec SPEC = ConnectorSpec.source("c", "Any");

    @Test
    void a_transform_is_written_in_connects_keys_and_appended() {
        ConnectorSpec spec = SPEC.transform("a", Keep.class, Map.of("field", "x", "predicate", "p", "negate", true))
                .transform("b", Keep.Nested.class, Map.of("wait", Duration.ofSeconds(1)))
                .predicate("p", Always.class, Map.of("pattern", "y"));

        assertThat(spec.config())
                .containsEntry("transforms", "a,b")
                .containsEntry("transforms.a.type", Keep.class.getName())
                .containsEntry("transforms.a.field", "x")
                .containsEntry("transforms.a.predicate", "p")
                .containsEntry("transforms.a.negate", "true")
                .containsEntry("transforms.b.type", Keep.class.getName() + "$Nested")
                .containsEntry("transforms.b.wait", "1000")
                .containsEntry("predicates", "p")
                .containsEntry("predicates.p.type", Always.class.getName())
                .containsEntry("predicates.p.pattern", "y");
    }

    @Test
    void a_function_is_a_host_object_under_the_type_of_its_alias() {
        RecordFunction function = record -> record;
        ConnectorSpec spec = SPEC.transform("mine", function);

        assertThat(spec.config())
                .containsEntry("transforms", "mine")
                .containsEntry("transforms.mine.type", "${object:c.transforms.mine.type}");
        assertThat(spec.objects()).isEqualTo(Map.of("transforms.mine.type", function));
    }

    @Test
    void an_alias_given_again_keeps_its_place_and_loses_its_options() {
        ConnectorSpec spec = SPEC.transform("a", Keep.class, Map.of("old", 1))
                .transform("b", record -> null)
                .transform("a", Keep.class, Map.of("new", 2))
                .transform("b", Keep.class, Map.of());

        assertThat(spec.config())
                .containsEntry("transforms", "a,b")
                .containsEntry("transforms.a.new", "2")
                .doesNotContainKey("transforms.a.old");
        assertThat(spec.objects()).isEmpty();
    }

    @Test
    void a_transform_is_appended_to_those_given_as_text() {
        assertThat(SPEC.with("transforms", "x , y")
                        .transform("z", record -> record)
                        .config())
                .containsEntry("transforms", "x,y,z");
    }

    @Test
    void an_alias_that_would_break_the_list_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPEC.transform("a,b", record -> record))
                .withMessageContaining("transforms");
        assertThatIllegalArgumentException().isThrownBy(() -> SPEC.predicate(" ", Always.class, Map.of()));
    }

    @Test
    void an_error_policy_replaces_the_one_before_and_keeps_what_no_policy_writes() {
        ConnectorSpec spec = SPEC.with("errors.deadletterqueue.topic.replication.factor", 1)
                .errors(ErrorPolicy.deadLetterQueue("dead").logged())
                .errors(ErrorPolicy.skip());

        assertThat(spec.config())
                .containsEntry("errors.tolerance", "all")
                .containsEntry("errors.deadletterqueue.topic.replication.factor", "1")
                .doesNotContainKeys("errors.deadletterqueue.topic.name", "errors.log.enable");
    }

    /** Returns each record as it is. */
    public static class Keep implements Transformation<SourceRecord> {

        /** As the nested classes of Connect's own transforms. */
        public static final class Nested extends Keep {}

        @Override
        public SourceRecord apply(SourceRecord record) {
            return record;
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }

    /** Holds for each record. */
    public static final class Always<R extends ConnectRecord<R>> implements Predicate<R> {

        @Override
        public boolean test(R record) {
            return true;
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void close() {}
    }
}
