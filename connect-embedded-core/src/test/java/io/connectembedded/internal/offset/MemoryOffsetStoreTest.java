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
package io.connectembedded.internal.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.StoredOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryOffsetStoreTest {

    @Test
    void the_newest_offset_of_each_partition_is_kept_across_a_close() throws Exception {
        OffsetStore store = OffsetStore.memory();
        store.open(new TestContext());
        store.write(List.of(new StoredOffset("a", "{\"p\":1}", "{\"o\":1}"), new StoredOffset("a", "{\"p\":2}", "{}")));
        store.write(List.of(new StoredOffset("a", "{\"p\":1}", "{\"o\":2}"), new StoredOffset("b", "{}", "{}")));
        store.close();
        store.open(new TestContext());

        assertThat(store.read("a"))
                .containsExactly(
                        new StoredOffset("a", "{\"p\":2}", "{}"), new StoredOffset("a", "{\"p\":1}", "{\"o\":2}"));
    }

    @Test
    void null_deletes_its_partition_only() throws Exception {
        OffsetStore store = OffsetStore.memory();
        store.write(List.of(new StoredOffset("a", "{\"p\":1}", "{}"), new StoredOffset("a", "{\"p\":2}", "{}")));
        store.write(List.of(new StoredOffset("a", "{\"p\":1}", null)));

        assertThat(store.read("a")).containsExactly(new StoredOffset("a", "{\"p\":2}", "{}"));
    }
}
