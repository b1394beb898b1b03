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

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.storage.OffsetStorageWriter;
import org.apache.kafka.connect.util.SharedTopicAdmin;

/** Flushes of stock's offset writer into its stores, as a task's commit does them; against stock's jars only. */
public final class StockFlush {

    private StockFlush() {}

    /** Arguments: file or topic, its name, bootstrap servers, partitions, rounds before, rounds that count. */
    public static void main(String[] args) throws Exception {
        int partitions = Integer.parseInt(args[3]);
        int before = Integer.parseInt(args[4]);
        OffsetBackingStore store = args[0].equals("topic") ? topic(args[1], args[2]) : file(args[1], args[2]);
        store.start();
        OffsetStorageWriter writer = new OffsetStorageWriter(store, "flush", json(true), json(false));
        for (int round = 0; round < before + Integer.parseInt(args[5]); round++) {
            Map<Map<String, ?>, Map<String, ?>> committable = new HashMap<>();
            for (int i = 0; i < partitions; i++) {
                committable.put(Map.of("table", "orders-" + i), Map.of("position", (long) round));
            }
            long bytes = allocated();
            long begin = System.nanoTime();
            flush(writer, committable);
            long nanos = System.nanoTime() - begin;
            if (round >= before) {
                System.out.println("FLUSH " + nanos + " " + (allocated() - bytes));
            }
        }
        System.exit(0);
    }

    private static void flush(OffsetStorageWriter writer, Map<Map<String, ?>, Map<String, ?>> committable)
            throws Exception {
        committable.forEach((partition, offset) -> writer.offset(partition, new HashMap<>(offset)));
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        if (!writer.beginFlush(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("There is nothing to flush");
        }
        writer.doFlush((failure, result) -> {
            if (failure == null) {
                flushed.complete(null);
            } else {
                flushed.completeExceptionally(failure);
            }
        });
        flushed.get(1, TimeUnit.MINUTES);
    }

    private static JsonConverter json(boolean key) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), key);
        return converter;
    }

    private static Map<String, String> worker(String servers, Map<String, String> further) {
        Map<String, String> worker = new HashMap<>(further);
        worker.put("bootstrap.servers", servers);
        worker.put("key.converter", JsonConverter.class.getName());
        worker.put("value.converter", JsonConverter.class.getName());
        return worker;
    }

    private static OffsetBackingStore file(String file, String servers) {
        FileOffsetBackingStore store = new FileOffsetBackingStore(json(true));
        store.configure(new StandaloneConfig(worker(servers, Map.of("offset.storage.file.filename", file))));
        return store;
    }

    private static OffsetBackingStore topic(String topic, String servers) {
        DistributedConfig config = new DistributedConfig(worker(
                servers,
                Map.of(
                        "group.id", "flush",
                        "offset.storage.topic", topic,
                        "offset.storage.replication.factor", "1",
                        "config.storage.topic", topic + "-configs",
                        "status.storage.topic", topic + "-status")));
        SharedTopicAdmin admin = new SharedTopicAdmin(Map.of("bootstrap.servers", servers));
        KafkaOffsetBackingStore store = new KafkaOffsetBackingStore(admin, () -> "flush-", json(true));
        store.configure(config);
        return store;
    }

    /** Of all threads that live. */
    private static long allocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
