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
package io.connectembedded.test.internal.script;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** A task of a scripted source. */
public final class ScriptedSourceTask extends SourceTask {

    // Connect calls nothing before start, but stop also after a start that failed.
    private @Nullable Calls calls;
    private @Nullable SourceCursor cursor;

    /** For the worker. */
    public ScriptedSourceTask() {}

    @Override
    public void start(Map<String, String> config) {
        SourceScript script = Scripts.find(config, SourceScript.class);
        calls = script.calls();
        script.calls().call("start");
        cursor = new SourceCursor(
                script.emitted(),
                context.offsetStorageReader(),
                ScriptedConfig.task(config),
                ScriptedConfig.tasks(config));
    }

    /** Notes the call before it does what is planned, so that records stay to be polled when that throws. */
    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (calls == null || cursor == null || (!cursor.hasNext() && !calls.isPlanned("poll"))) {
            return null;
        }
        calls.callInterruptibly("poll");
        return cursor.hasNext() ? cursor.next() : null;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) throws InterruptedException {
        if (calls != null) {
            calls.callInterruptibly("commitRecord");
        }
    }

    @Override
    public void commit() throws InterruptedException {
        if (calls != null) {
            calls.callInterruptibly("commit");
        }
    }

    @Override
    public void stop() {
        if (calls != null) {
            calls.call("stop");
        }
    }

    @Override
    public String version() {
        return ScriptedConfig.VERSION;
    }
}
