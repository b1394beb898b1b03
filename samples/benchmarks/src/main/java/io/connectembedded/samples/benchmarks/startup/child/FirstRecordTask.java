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
package io.connectembedded.samples.benchmarks.startup.child;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** The task of {@link FirstRecordSource}. The bench reads its one line of output, then ends the process. */
public final class FirstRecordTask extends SourceTask {

    private static final Duration IDLE = Duration.ofMillis(100);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private String topic = "";
    private boolean sent;

    @Override
    public void start(Map<String, String> props) {
        topic = props.getOrDefault(FirstRecordSource.TOPIC, "");
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (sent) {
            stopped.await(IDLE.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        }
        sent = true;
        return List.of(new SourceRecord(
                Map.of("source", "bench"),
                Map.of("position", 1L),
                topic,
                Schema.STRING_SCHEMA,
                "key",
                Schema.STRING_SCHEMA,
                "value"));
    }

    @Override
    public void commitRecord(SourceRecord sourceRecord, @Nullable RecordMetadata metadata) {
        long now = System.nanoTime();
        long wallClock = System.currentTimeMillis();
        long sinceMain = now - Long.getLong(Launcher.STARTED, now);
        long sinceJvm = (wallClock - ManagementFactory.getRuntimeMXBean().getStartTime()) * 1_000_000;
        Duration processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        System.out.println("\nFIRST-RECORD " + sinceMain + " " + sinceJvm + " " + processor.toNanos());
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public String version() {
        return "1";
    }
}
