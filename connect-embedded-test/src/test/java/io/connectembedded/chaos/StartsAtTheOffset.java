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

/** Sound: goes on after the line of the stored offset, of which it keeps the text too. */
public final class StartsAtTheOffset extends LineTask {

    @Override
    List<SourceRecord> records(int first, List<String> lines) {
        List<SourceRecord> records = new ArrayList<>();
        for (String text : lines) {
            Map<String, Object> offset = Map.of("line", first + records.size(), "text", text);
            records.add(record(offset, text));
        }
        return records;
    }
}
