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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** A config provider that gives what a test put into it; the test is found by the parameter {@code vault}. */
public final class Vault implements ConfigProvider {

    private static final ConcurrentMap<String, Content> OPEN = new ConcurrentHashMap<>();

    /** What a test has put in, and what became of it. */
    static final class Content implements AutoCloseable {

        final Map<String, String> values = new ConcurrentHashMap<>();
        final List<String> threads = new CopyOnWriteArrayList<>();
        volatile Long ttl;
        volatile RuntimeException failure;
        volatile CountDownLatch hold = new CountDownLatch(0);
        final AtomicInteger closed = new AtomicInteger();
        private final String name;

        private Content(String name) {
            this.name = name;
        }

        static Content open(String name) {
            Content content = new Content(name);
            OPEN.put(name, content);
            return content;
        }

        /** The settings of a worker that has it as {@code vault}. */
        Map<String, String> worker() {
            return Map.of(
                    "config.providers",
                    "vault",
                    "config.providers.vault.class",
                    Vault.class.getName(),
                    "config.providers.vault.param.vault",
                    name);
        }

        /** From now on nothing is answered, whoever interrupts, until this is counted down. */
        CountDownLatch hang() {
            hold = new CountDownLatch(1);
            return hold;
        }

        private void await() {
            boolean interrupted = false;
            CountDownLatch until = hold;
            while (until.getCount() > 0) {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            hold.countDown();
            OPEN.remove(name);
        }
    }

    private Content content;

    @Override
    public void configure(Map<String, ?> configs) {
        content = OPEN.get(String.valueOf(configs.get("vault")));
    }

    @Override
    public ConfigData get(String path) {
        return get(path, content.values.keySet());
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        content.threads.add(Thread.currentThread().getName());
        content.await();
        if (content.failure != null) {
            throw content.failure;
        }
        Map<String, String> found = new HashMap<>();
        for (String key : keys) {
            String value = content.values.get(path.isEmpty() ? key : path + "/" + key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return new ConfigData(found, content.ttl);
    }

    @Override
    public void close() {
        content.closed.incrementAndGet();
    }
}
