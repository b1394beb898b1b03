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

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** A task of a recording sink. */
public final class RecordingSinkTask extends SinkTask {

    // Connect calls nothing before start, but stop also after a start that failed.
    private @Nullable SinkScript script;

    /** For the worker. */
    public RecordingSinkTask() {}

    @Override
    public void start(Map<String, String> config) {
        script = Scripts.find(config, SinkScript.class);
        call("start");
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        call("open");
    }

    /** Workers put empty collections too: such a call is noted only if something is planned for it. */
    @Override
    public void put(Collection<SinkRecord> records) {
        if (script != null && (!records.isEmpty() || script.calls().isPlanned("put"))) {
            call("put");
            script.received(records);
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        call("preCommit");
        return super.preCommit(offsets);
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> offsets) {
        call("flush");
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        call("close");
    }

    @Override
    public void stop() {
        call("stop");
    }

    @Override
    public String version() {
        return ScriptedConfig.VERSION;
    }

    private void call(String method) {
        if (script != null) {
            script.calls().call(method);
        }
    }
}
