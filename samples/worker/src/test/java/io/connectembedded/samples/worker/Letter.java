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
package io.connectembedded.samples.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What a dead letter queue holds of one record: its bytes as text, and the headers that tell what befell it. */
record Letter(String value, Map<String, String> story) {

    static Letter of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> story = new TreeMap<>();
        for (Header header : record.headers()) {
            assertThat(header.key()).startsWith("__connect.errors.");
            story.put(
                    header.key().substring("__connect.errors.".length()),
                    new String(header.value(), StandardCharsets.UTF_8));
        }
        return new Letter(new String(record.value(), StandardCharsets.UTF_8), story);
    }

    /** The number of its line, which stands in the bytes. */
    int line() {
        return Integer.parseInt(value.replaceAll("\\D", ""));
    }

    /** The headers whose values are known beforehand, and the three that tell of the exception. */
    void assertStory(Map<String, String> known, String thrown, String message) {
        assertThat(story).containsAllEntriesOf(known);
        assertThat(story.get("exception.class.name")).isEqualTo(thrown);
        assertThat(story.get("exception.message")).contains(message);
        assertThat(story.get("exception.stacktrace")).startsWith(thrown).contains(message, "\n\tat ");
        assertThat(story).hasSize(known.size() + 3);
    }
}
