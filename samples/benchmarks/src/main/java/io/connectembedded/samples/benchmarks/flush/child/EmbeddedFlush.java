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
package io.connectembedded.samples.benchmarks.flush.child;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.SourceDriver;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;

/** Commits of a source task in the driver, which are those of a worker, by hand. */
public final class EmbeddedFlush {

    private EmbeddedFlush() {}

    /** Arguments: file, connect or topic, its name, bootstrap servers, partitions, rounds before, rounds that count. */
    public static void main(String[] args) {
        int partitions = Integer.parseInt(args[3]);
        int before = Integer.parseInt(args[4]);
        ConnectWorker.Builder builder = ConnectWorker.builder()
                .bootstrapServers(args[2])
                .offsetStore(store(args[0], args[1]))
                .connector(ConnectorSpec.source("flush", ManyPartitions.class)
                        .with(ManyPartitions.PARTITIONS, partitions));
        try (ConnectTestDriver driver = ConnectTestDriver.of(builder)) {
            SourceDriver source = driver.source("flush");
            for (int round = 0; round < before + Integer.parseInt(args[5]); round++) {
                send(source, partitions);
                long bytes = allocated();
                long begin = System.nanoTime();
                boolean committed = source.commit();
                long nanos = System.nanoTime() - begin;
                if (!committed) {
                    throw new IllegalStateException("Round " + round + " was not committed");
                }
                if (round >= before) {
                    System.out.println("FLUSH " + nanos + " " + (allocated() - bytes));
                }
            }
        }
    }

    private static void send(SourceDriver source, int partitions) {
        int sent = 0;
        while (sent < partitions) {
            sent += source.poll().size();
            source.ackAll();
        }
    }

    private static OffsetStore store(String kind, String name) {
        return switch (kind) {
            case "topic" -> OffsetStore.kafka(name).replicationFactor(1);
            case "connect" -> OffsetStore.file(Path.of(name)).connectFormat();
            default -> OffsetStore.file(Path.of(name));
        };
    }

    /** Of all threads that live. */
    private static long allocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
