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

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        EngineExecutionResults run = run(SoundContract.class);
        assertThat(failed(run)).isEmpty();
        assertThat(run.testEvents().succeeded().count()).isGreaterThan(10);
    }

    @Test
    void a_store_that_loses_deletions_is_found() {
        assertThat(failed(run(KeepsDeletedContract.class)))
                .contains(
                        "null_deletes_its_partition_and_no_other",
                        "what_was_written_and_deleted_is_so_for_another_store_on_the_same_data")
                .doesNotContain("the_last_write_of_a_partition_wins");
    }

    @Test
    void a_store_that_mixes_connectors_is_found() {
        assertThat(failed(run(MixesConnectorsContract.class)))
                .contains("connectors_with_equal_partitions_are_kept_apart", "an_unknown_connector_has_no_offsets")
                .doesNotContain("an_offset_comes_back_as_it_was_written");
    }

    @Test
    void a_store_that_forgets_is_found_only_where_a_store_opens_again() {
        assertThat(failed(run(ForgetsContract.class)))
                .containsExactlyInAnyOrder(
                        "what_was_written_and_deleted_is_so_after_close_and_open",
                        "what_was_written_and_deleted_is_so_for_another_store_on_the_same_data");
    }

    @Test
    void a_store_that_writes_one_offset_after_the_other_is_found() {
        assertThat(failed(run(WritesHalfContract.class))).containsExactly("a_write_that_fails_writes_nothing");
    }

    @Test
    void a_store_that_reformats_its_text_is_found() {
        assertThat(failed(run(ReformatsContract.class))).containsExactly("any_text_comes_back_to_the_character");
    }

    @Test
    void a_store_that_ignores_case_is_found() {
        assertThat(failed(run(IgnoresCaseContract.class))).contains("upper_and_lower_case_are_kept_apart");
    }

    @Test
    void a_store_that_belongs_to_a_thread_is_found() {
        assertThat(failed(run(OneThreadContract.class)))
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

    /** What a store keeps beyond its life. */
    private static class Store implements OffsetStore {

        final Map<List<String>, StoredOffset> entries = new LinkedHashMap<>();

        @Override
        public Collection<StoredOffset> read(String connector) throws Exception {
            return entries.values().stream()
                    .filter(entry -> entry.connector().equals(connector))
                    .toList();
        }

        @Override
        public void write(Collection<StoredOffset> offsets) throws Exception {
            List.copyOf(offsets).forEach(this::put);
        }

        void put(StoredOffset offset) {
            if (offset.offset() == null) {
                entries.remove(key(offset));
            } else {
                entries.put(key(offset), offset);
            }
        }

        List<String> key(StoredOffset offset) {
            return List.of(offset.connector(), offset.partition());
        }
    }

    private abstract static class OneObject extends OffsetStoreContract {

        private final Store store;

        OneObject(Store store) {
            this.store = store;
        }

        @Override
        protected OffsetStore create() {
            return store;
        }

        @Override
        protected OffsetStore reopen() {
            return store;
        }
    }

    static class SoundContract extends OneObject {
        SoundContract() {
            super(new Store());
        }
    }

    static class KeepsDeletedContract extends OneObject {
        KeepsDeletedContract() {
            super(new Store() {
                @Override
                void put(StoredOffset offset) {
                    if (offset.offset() != null) {
                        super.put(offset);
                    }
                }
            });
        }
    }

    static class MixesConnectorsContract extends OneObject {
        MixesConnectorsContract() {
            super(new Store() {
                @Override
                public Collection<StoredOffset> read(String connector) {
                    return List.copyOf(entries.values());
                }

                @Override
                List<String> key(StoredOffset offset) {
                    return List.of(offset.partition());
                }
            });
        }
    }

    static class ForgetsContract extends OneObject {
        ForgetsContract() {
            super(new Store() {
                @Override
                public void open(OffsetStoreContext context) {
                    entries.clear();
                }
            });
        }
    }

    static class WritesHalfContract extends OneObject {
        WritesHalfContract() {
            super(new Store() {
                @Override
                public void write(Collection<StoredOffset> offsets) {
                    offsets.forEach(this::put);
                }
            });
        }
    }

    static class ReformatsContract extends OneObject {
        ReformatsContract() {
            super(new Store() {
                @Override
                void put(StoredOffset offset) {
                    String text = offset.offset();
                    super.put(new StoredOffset(
                            offset.connector(), offset.partition(), text == null ? null : text.replace(" ", "")));
                }
            });
        }
    }

    static class IgnoresCaseContract extends OneObject {
        IgnoresCaseContract() {
            super(new Store() {
                @Override
                List<String> key(StoredOffset offset) {
                    return super.key(offset).stream()
                            .map(text -> text.toLowerCase(java.util.Locale.ROOT))
                            .toList();
                }
            });
        }
    }

    static class OneThreadContract extends OneObject {
        OneThreadContract() {
            super(new Store() {
                private final Thread owner = Thread.currentThread();

                @Override
                public Collection<StoredOffset> read(String connector) throws Exception {
                    if (Thread.currentThread() != owner) {
                        throw new IllegalStateException("a connection of another thread");
                    }
                    return super.read(connector);
                }
            });
        }
    }
}
