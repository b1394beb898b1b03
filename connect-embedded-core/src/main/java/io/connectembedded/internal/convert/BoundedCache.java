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
package io.connectembedded.internal.convert;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * At most {@code limit} entries; the oldest leaves first. Look-ups take no lock, so that tasks that share a converter
 * do not wait for each other.
 */
final class BoundedCache<K, V> {

    private final int limit;
    private final Map<K, V> entries = new ConcurrentHashMap<>();
    private final Queue<K> byAge = new ConcurrentLinkedQueue<>();

    BoundedCache(int limit) {
        this.limit = limit;
    }

    @Nullable
    V get(K key) {
        return entries.get(key);
    }

    synchronized void put(K key, V value) {
        if (limit < 1 || entries.putIfAbsent(key, value) != null) {
            return;
        }
        byAge.add(key);
        if (entries.size() > limit) {
            entries.remove(byAge.remove());
        }
    }

    int size() {
        return entries.size();
    }
}
