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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Sound: counts in a map of its own and hands out copies. */
public final class CopiesItsMap extends LineTask {

    private final Map<String, Object> offset = new HashMap<>();

    @Override
    List<SourceRecord> records(int first, List<String> lines) {
        List<SourceRecord> records = new ArrayList<>();
        for (String text : lines) {
            offset.put("line", first + records.size());
            records.add(record(new HashMap<>(offset), text));
        }
        return records;
    }
}
