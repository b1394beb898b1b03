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
package io.connectembedded.internal.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source task that hands out what a test says and notes what it is told. */
public class ScriptedSource extends SourceTask {

    final Deque<Callable<List<SourceRecord>>> polls = new ArrayDeque<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<SourceRecord> committedRecords = new CopyOnWriteArrayList<>();
    volatile Runnable onCommit = () -> {};
    volatile Runnable onCommitRecord = () -> {};
    volatile Runnable onStart = () -> {};

    public static SourceRecord record(int partition, long offset) {
        return record(Map.of("p", partition), offset);
    }

    public static SourceRecord record(Map<String, ?> partition, long offset) {
        return new SourceRecord(
                partition, Map.of("o", offset), "t", 0, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, "v" + offset);
    }

    void hand(SourceRecord... records) {
        polls.add(() -> new ArrayList<>(List.of(records)));
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> props) {
        calls.add("start " + props);
        onStart.run();
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        Callable<List<SourceRecord>> next = polls.poll();
        try {
            return next == null ? null : next.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void commit() {
        calls.add("commit");
        onCommit.run();
    }

    @Override
    public void commitRecord(SourceRecord record, RecordMetadata metadata) {
        committedRecords.add(record);
        onCommitRecord.run();
    }

    @Override
    public void stop() {
        calls.add("stop");
    }
}
