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

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** Broken: every record bears the offset of the last line of its batch. */
public final class OffsetOfTheBatch extends LineTask {

    @Override
    List<SourceRecord> records(int first, List<String> lines) {
        int last = first + lines.size() - 1;
        return lines.stream().map(text -> record(Map.of("line", last), text)).toList();
    }
}
