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
package io.connectembedded.docs;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.event.ConnectEvent.RecordsFailed;
import io.connectembedded.metrics.TaskErrors;
import io.connectembedded.metrics.TaskMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** The code of docs/errors.md, between markers; SnippetsTest compares. Compiled, not run. */
@SuppressWarnings("unused") // Readers call these methods, nobody else.
final class ErrorSnippets {

    void policies(ConnectorSpec orders) {
        // snippet: error-policies
        orders.errors(ErrorPolicy.failTask()); // the default: the first such record fails its task
        orders.errors(ErrorPolicy.skip()); // left out and counted
        orders.errors(ErrorPolicy.skip().retryFor(Duration.ofMinutes(1)).logged());
        orders.errors(ErrorPolicy.deadLetterQueue("orders-dead")); // left out, and kept in a topic
        // end
    }

    void oneBroker(ConnectorSpec orders) {
        // snippet: error-one-broker
        orders.errors(ErrorPolicy.deadLetterQueue("orders-dead"))
                .with("errors.deadletterqueue.topic.replication.factor", 1); // as many as there are brokers, at most
        // end
    }

    void bisect(ConnectorSpec orders) {
        // snippet: error-bisect
        orders.errors(ErrorPolicy.deadLetterQueue("orders-dead").bisect())
                .with("errors.put.retry.timeout.ms", Duration.ofMinutes(5));
        // end
    }

    // snippet: error-errant
    public static final class SaveTask extends SinkTask {

        private ErrantRecordReporter reporter;

        @Override
        public void start(Map<String, String> config) {
            reporter = context.errantRecordReporter(); // null without a dead letter queue and errors.log.enable
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            for (SinkRecord record : records) {
                try {
                    save(record);
                } catch (IllegalArgumentException e) {
                    reporter.report(record, e); // its offset waits for the report; put need not
                }
            }
        }
        // end

        private void save(SinkRecord record) {
            throw new IllegalArgumentException(String.valueOf(record));
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }

    void watched(ConnectWorker.Builder builder) {
        // snippet: error-watched
        builder.listener(ConnectListener.on(
                RecordsFailed.class,
                failed -> System.out.println(failed.task() + " gave up " + failed.count() + " records, the first for: "
                        + failed.first().message())));
        // end
    }

    void counted(ConnectWorker worker) {
        // snippet: error-counted
        List<TaskMetrics> tasks =
                List.copyOf(worker.metrics().connectors().get(0).tasks());
        TaskErrors errors = tasks.get(0).errors();
        System.out.println(errors.skipped() + " left out, " + errors.deadLetters() + " dead letters");
        // end
    }
}
