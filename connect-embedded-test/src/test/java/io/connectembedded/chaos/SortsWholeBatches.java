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
package io.connectembedded.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Sound: sorts each batch, counts what it handed out, and begins with the whole batch again. */
public final class SortsWholeBatches extends LineTask {

    private int skipped;

    @Override
    int firstLine() {
        Map<String, Object> stored = context.offsetStorageReader().offset(FILE);
        int handedOut = stored == null ? 0 : ((Number) stored.get("count")).intValue();
        skipped = handedOut % BATCH;
        return handedOut - skipped;
    }

    @Override
    List<SourceRecord> records(int first, List<String> lines) {
        List<SourceRecord> records = new ArrayList<>();
        for (String text : lines.stream().sorted().toList()) {
            records.add(record(Map.of("count", first + records.size() + 1), text));
        }
        List<SourceRecord> rest = records.subList(skipped, records.size());
        skipped = 0;
        return rest;
    }
}
