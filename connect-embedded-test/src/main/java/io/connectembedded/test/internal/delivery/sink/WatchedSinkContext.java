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
package io.connectembedded.test.internal.delivery.sink;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** Passes every call on to the worker and tells the ledger which positions the task asks for. */
final class WatchedSinkContext implements SinkTaskContext {

    private final SinkTaskContext context;
    private final SinkLedger ledger;

    WatchedSinkContext(SinkTaskContext context, SinkLedger ledger) {
        this.context = context;
        this.ledger = ledger;
    }

    @Override
    public Map<String, String> configs() {
        return context.configs();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        context.offset(offsets);
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                ledger.asked(partition, offset);
            }
        });
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        context.offset(partition, offset);
        ledger.asked(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        context.timeout(timeoutMs);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return context.assignment();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        context.pause(partitions);
    }

    @Override
    public void resume(TopicPartition... partitions) {
        context.resume(partitions);
    }

    @Override
    public void requestCommit() {
        context.requestCommit();
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        ErrantRecordReporter reporter = context.errantRecordReporter();
        return reporter == null ? null : (record, error) -> reported(reporter, record, error);
    }

    private Future<Void> reported(ErrantRecordReporter reporter, SinkRecord record, Throwable error) {
        Future<Void> report = reporter.report(record, error);
        ledger.dropped(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset());
        return report;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return context.pluginMetrics();
    }
}
