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
package io.connectembedded.test.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;

/** Numbers from 1 to 20 in threes; a transaction of its own ends at 4, 8 and so on. */
public final class CountingSource extends SourceConnector {

    static final int LAST = 20;

    /** A mistake: starts at its offset instead of after it. */
    static final String AGAIN = "again";

    private Map<String, String> config = Map.of();

    @Override
    public String version() {
        return "1";
    }

    @Override
    public void start(Map<String, String> given) {
        config = given;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Counting.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // There is nothing to stop.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef().define(AGAIN, ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "a mistake");
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> any) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> any) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    public static final class Counting extends SourceTask {

        private static final Map<String, String> PARTITION = Map.of("source", "numbers");
        private int last;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> config) {
            Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
            last = stored == null ? 0 : ((Number) stored.get("last")).intValue();
            if (last > 0 && Boolean.parseBoolean(config.get(AGAIN))) {
                last--;
            }
        }

        @Override
        public List<SourceRecord> poll() {
            List<SourceRecord> records = new ArrayList<>();
            TransactionContext own = context.transactionContext();
            while (last < LAST && records.size() < 3) {
                last++;
                SourceRecord record =
                        new SourceRecord(PARTITION, Map.of("last", last), "numbers", Schema.INT32_SCHEMA, last);
                records.add(record);
                if (own != null && last % 4 == 0) {
                    own.commitTransaction(record);
                }
            }
            return records;
        }

        @Override
        public void stop() {
            // There is nothing to stop.
        }
    }
}
