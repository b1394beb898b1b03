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
package io.connectembedded.internal.sink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What the plug-in reports records at fault to: keeps what is not durable yet, and that a report was refused, for the
 * plug-in may swallow that. Any thread.
 */
final class ErrantReports implements ErrantRecordReporter {

    private final ErrantRecordReporter reporter;
    private final PendingReports pending;

    ErrantReports(ErrantRecordReporter reporter, PendingReports pending) {
        this.reporter = reporter;
        this.pending = pending;
    }

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        Future<Void> durable;
        try {
            durable = reporter.report(record, error);
        } catch (RuntimeException e) {
            pending.refused(e);
            throw e;
        }
        // Where it was read from (KIP-793), whatever a transformation called its topic.
        pending.add(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset(),
                durable);
        // A copy: the plug-in may give up waiting, and the offset still waits.
        return durable instanceof CompletableFuture<Void> known ? known.copy() : durable;
    }
}
