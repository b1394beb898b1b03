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

import io.connectembedded.offset.OffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The contract on stores that each break one promise; not tests of ours, {@link OffsetStoreContractTest} runs them. */
final class BrokenStores {

    private BrokenStores() {}

    /** A store as it should be. */
    static class Store implements OffsetStore {

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

    abstract static class OneObject extends OffsetStoreContract {

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

    static class None extends OneObject {
        None() {
            super(new Store());
        }
    }

    static class KeepsDeleted extends OneObject {
        KeepsDeleted() {
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

    static class MixesConnectors extends OneObject {
        MixesConnectors() {
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

    static class Forgets extends OneObject {
        Forgets() {
            super(new Store() {
                @Override
                public void open(OffsetStoreContext context) {
                    entries.clear();
                }
            });
        }
    }

    static class WritesHalf extends OneObject {
        WritesHalf() {
            super(new Store() {
                @Override
                public void write(Collection<StoredOffset> offsets) {
                    offsets.forEach(this::put);
                }
            });
        }
    }

    static class Reformats extends OneObject {
        Reformats() {
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

    static class IgnoresCase extends OneObject {
        IgnoresCase() {
            super(new Store() {
                @Override
                List<String> key(StoredOffset offset) {
                    return super.key(offset).stream()
                            .map(text -> text.toLowerCase(Locale.ROOT))
                            .toList();
                }
            });
        }
    }

    static class PadsWithBlanks extends OneObject {
        PadsWithBlanks() {
            super(new Store() {
                @Override
                List<String> key(StoredOffset offset) {
                    return super.key(offset).stream().map(String::stripTrailing).toList();
                }
            });
        }
    }

    static class CutsLongTexts extends OneObject {
        CutsLongTexts() {
            super(new Store() {
                @Override
                void put(StoredOffset offset) {
                    String partition = offset.partition();
                    super.put(new StoredOffset(
                            offset.connector(),
                            partition.substring(0, Math.min(partition.length(), 32_768)),
                            offset.offset()));
                }
            });
        }
    }

    static class OneThread extends OneObject {
        OneThread() {
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
