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
package io.connectembedded.samples.quickstart;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.event.ConnectEvent.TaskChanged;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.KafkaBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a file, through a Kafka topic, to a function of this program: {@code mvn -q -Pquickstart} runs it.
 *
 * <p>The reader is Kafka's own FileStreamSource, unchanged. The broker runs in this JVM so that nothing has to be
 * installed; with a broker of your own, {@code bootstrapServers} is all that changes.
 */
public final class Quickstart {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(3); // an idle FileStreamSource looks once a second

    private final PrintStream out;
    private final Path file;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

    private Quickstart(Path file, PrintStream out) {
        this.file = file;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        Path file = Files.createTempFile("quickstart-", ".txt");
        file.toFile().deleteOnExit();
        try {
            run(file, System.out);
        } catch (RuntimeException e) {
            System.err.println("The quickstart failed: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Tells its story on {@code out}; returns when it is over, throws when a line does not come. */
    static void run(Path file, PrintStream out) throws IOException, InterruptedException {
        new Quickstart(file, out).run();
    }

    private void run() throws IOException, InterruptedException {
        step("A Kafka broker starts in this JVM");
        try (KafkaBroker broker = KafkaBroker.inJvm();
                ConnectWorker worker = worker(broker)) {
            out.println("   " + broker.bootstrapServers());
            step("A worker starts: " + file + " -> FileStreamSource -> topic lines -> a function");
            append("one", "two", "three");
            worker.start();
            expect("one", "two", "three");

            step("The reader is paused, and a line written: it does not arrive");
            ConnectorHandle reader = worker.connector("reader");
            reader.pause().await();
            append("four");
            expectNothing();

            step("The reader is resumed: now it does");
            reader.resume().await();
            expect("four");

            step("The reader is restarted, and goes on where it was");
            reader.restart().await();
            append("five");
            expect("five");

            step("What the worker says of itself");
            worker.describe().lines().forEach(line -> out.println("   " + line));
            step("All is stopped");
        }
        out.println();
        out.println("Done: five lines, each exactly once. Now read samples/quickstart, it is one class.");
    }

    private ConnectWorker worker(KafkaBroker broker) {
        return ConnectWorker.builder()
                .bootstrapServers(broker.bootstrapServers())
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetStore(OffsetStore.memory())
                .connector(ConnectorSpec.source("reader", "FileStreamSource")
                        .with("file", file)
                        .with("topic", "lines"))
                .connector(ConnectorSpec.sink("printer", this::print).topics("lines"))
                .listener(ConnectListener.on(TaskChanged.class, this::print))
                .build();
    }

    /** The sink: called with every record, and its offset is committed only after this returns. */
    private void print(SinkRecord record) {
        out.printf(
                "   %-6s from topic %s, partition %d, offset %d%n",
                record.value(), record.topic(), record.kafkaPartition(), record.kafkaOffset());
        arrived.add(record.value());
    }

    private void print(TaskChanged event) {
        out.printf("   task %s: %s -> %s%n", event.task(), event.from(), event.to());
    }

    private void append(String... lines) throws IOException {
        for (String line : lines) {
            Files.writeString(file, line + System.lineSeparator(), StandardOpenOption.APPEND);
        }
    }

    private void expect(String... lines) throws InterruptedException {
        for (String line : lines) {
            @Nullable Object next = arrived.poll(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            if (!line.equals(next)) {
                throw new IllegalStateException("Instead of the line '" + line + "' came "
                        + (next == null ? "nothing within " + LONGEST_WAIT.toSeconds() + " s" : "'" + next + "'"));
            }
        }
    }

    private void expectNothing() throws InterruptedException {
        @Nullable Object next = arrived.poll(QUIET.toSeconds(), TimeUnit.SECONDS);
        if (next != null) {
            throw new IllegalStateException("While the reader was paused came '" + next + "'");
        }
        out.println("   nothing came for " + QUIET.toSeconds() + " s");
    }

    private void step(String what) {
        out.println();
        out.println(what);
    }
}
