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
package io.connectembedded.test.internal.junit;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** The part of Jupiter's store whose API changed between 5.12 and 6, spoken in the words both know. */
// computeIfAbsent is new in 6.0, and 5.12 closes only a CloseableResource.
@SuppressWarnings("deprecation")
record ScopedStore(Store store) {

    /** The stored value, made on first use; closed when the store's scope ends. */
    <T> T closing(Object key, Class<T> type, Supplier<T> creator, Consumer<T> closer) {
        Resource resource = once(key, Resource.class, () -> {
            T created = creator.get();
            return new Resource(created, () -> closer.accept(created));
        });
        return type.cast(resource.value());
    }

    /** The stored value, made on first use. */
    <T> T once(Object key, Class<T> type, Supplier<T> creator) {
        return Objects.requireNonNull(store.getOrComputeIfAbsent(key, absent -> creator.get(), type));
    }

    /** What {@link #closing} stored, if it did. */
    <T> Optional<T> find(Object key, Class<T> type) {
        return Optional.ofNullable(store.get(key, Resource.class)).map(resource -> type.cast(resource.value()));
    }

    /** Both interfaces: 5.12 knows the first, later ones warn about a resource without the second. */
    record Resource(Object value, Runnable closer) implements Store.CloseableResource, AutoCloseable {
        @Override
        public void close() {
            closer.run();
        }
    }
}
