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
package io.connectembedded.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** That the contract finds each kind of broken store, by running it on one in a Jupiter engine of its own. */
class OffsetStoreContractTest {

    @Test
    void a_sound_store_passes() {
        EngineExecutionResults run = run(BrokenStores.None.class);
        assertThat(failed(run)).isEmpty();
        assertThat(run.testEvents().succeeded().count()).isGreaterThan(10);
    }

    @Test
    void a_store_that_loses_deletions_is_found() {
        assertThat(failed(run(BrokenStores.KeepsDeleted.class)))
                .contains(
                        "null_deletes_its_partition_and_no_other",
                        "what_was_written_and_deleted_is_so_for_another_store_on_the_same_data")
                .doesNotContain("the_last_write_of_a_partition_wins");
    }

    @Test
    void a_store_that_mixes_connectors_is_found() {
        assertThat(failed(run(BrokenStores.MixesConnectors.class)))
                .contains("connectors_with_equal_partitions_are_kept_apart", "an_unknown_connector_has_no_offsets")
                .doesNotContain("an_offset_comes_back_as_it_was_written");
    }

    @Test
    void a_store_that_forgets_is_found_only_where_a_store_opens_again() {
        assertThat(failed(run(BrokenStores.Forgets.class)))
                .containsExactlyInAnyOrder(
                        "what_was_written_and_deleted_is_so_after_close_and_open",
                        "what_was_written_and_deleted_is_so_for_another_store_on_the_same_data");
    }

    @Test
    void a_store_that_writes_one_offset_after_the_other_is_found() {
        assertThat(failed(run(BrokenStores.WritesHalf.class))).containsExactly("a_write_that_fails_writes_nothing");
    }

    @Test
    void a_store_that_reformats_its_text_is_found() {
        assertThat(failed(run(BrokenStores.Reformats.class))).containsExactly("any_text_comes_back_to_the_character");
    }

    @Test
    void a_store_that_ignores_case_is_found() {
        assertThat(failed(run(BrokenStores.IgnoresCase.class))).contains("upper_and_lower_case_are_kept_apart");
    }

    @Test
    void a_store_that_pads_with_blanks_is_found() {
        assertThat(failed(run(BrokenStores.PadsWithBlanks.class)))
                .containsExactly("what_a_collation_takes_for_equal_is_kept_apart");
    }

    @Test
    void a_store_that_cuts_long_texts_is_found() {
        assertThat(failed(run(BrokenStores.CutsLongTexts.class)))
                .containsExactly("long_texts_that_differ_at_their_end_are_kept_apart");
    }

    @Test
    void a_store_that_belongs_to_a_thread_is_found() {
        assertThat(failed(run(BrokenStores.OneThread.class)))
                .containsExactly("calls_may_come_from_different_threads_one_at_a_time");
    }

    private static EngineExecutionResults run(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute();
    }

    private static Set<String> failed(EngineExecutionResults run) {
        return run.testEvents().failed().stream()
                .map(Event::getTestDescriptor)
                .map(test -> test.getDisplayName().replace("()", ""))
                .collect(Collectors.toSet());
    }
}
