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
package io.connectembedded.samples.benchmarks.flush.child;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** The task of {@link ManyPartitions}. */
public final class ManyPartitionsTask extends SourceTask {

    private int partitions;
    private long round;

    @Override
    public void start(Map<String, String> props) {
        partitions = Integer.parseInt(props.getOrDefault(ManyPartitions.PARTITIONS, "1"));
    }

    @Override
    public List<SourceRecord> poll() {
        List<SourceRecord> records = new ArrayList<>(partitions);
        for (int i = 0; i < partitions; i++) {
            Map<String, String> partition = Map.of("table", "orders-" + i);
            records.add(new SourceRecord(partition, Map.of("position", round), "flush", Schema.STRING_SCHEMA, "value"));
        }
        round++;
        return records;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return "1";
    }
}
