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
package io.connectembedded.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;

/** See {@link NumbersSource}. */
public final class NumbersTask extends SourceTask {

    private static final int LARGEST_BATCH = 20;
    private static final int LONGEST_PAUSE_MS = 20;
    private static final Map<String, String> PARTITION = Map.of("source", "numbers");

    private final CountDownLatch stopped = new CountDownLatch(1);
    private String topic = "";
    private long limit;
    private long last;
    private Random random = new Random();
    private boolean openTransaction;
    private boolean told;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> config) {
        topic = config.get(NumbersSource.TOPIC);
        limit = Long.parseLong(config.get(NumbersSource.LIMIT));
        random = new Random(Long.parseLong(config.get(NumbersSource.SEED)) + topic.hashCode());
        Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
        last = stored == null ? 0 : ((Number) stored.get("last")).longValue();
        NumbersHost.say("from " + topic + " " + last);
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (stopped.await(random.nextInt(LONGEST_PAUSE_MS), TimeUnit.MILLISECONDS) || last >= limit) {
            stopped.await(LONGEST_PAUSE_MS, TimeUnit.MILLISECONDS);
            return null;
        }
        TransactionContext own = context.transactionContext();
        List<SourceRecord> batch = own == null || openTransaction || random.nextInt(4) > 0
                ? numbers(1 + random.nextInt(LARGEST_BATCH), own)
                : takenBack(own);
        if (!told) {
            told = true;
            NumbersHost.say("going " + topic);
        }
        return batch;
    }

    private List<SourceRecord> numbers(int count, TransactionContext own) {
        List<SourceRecord> batch = new ArrayList<>();
        for (int i = 0; i < count && last < limit; i++) {
            last++;
            SourceRecord record = record(Long.toString(last));
            batch.add(record);
            openTransaction = own != null && last < limit && random.nextInt(LARGEST_BATCH) > 0;
            if (own != null && !openTransaction) {
                own.commitTransaction(record);
            }
        }
        return batch;
    }

    /** Nothing is in the open transaction, so that no number goes with it. */
    private List<SourceRecord> takenBack(TransactionContext own) {
        SourceRecord record = record(NumbersSource.TAKEN_BACK);
        own.abortTransaction(record);
        return List.of(record(NumbersSource.TAKEN_BACK), record);
    }

    private SourceRecord record(String value) {
        return new SourceRecord(PARTITION, Map.of("last", last), topic, Schema.STRING_SCHEMA, value);
    }

    @Override
    public void stop() {
        stopped.countDown();
    }
}
