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
package io.connectembedded.internal.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

class TaskConvertersTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void headers_keep_their_order_and_their_repetitions() {
        SourceRecord record = new SourceRecord(Map.of(), Map.of(), "t", null, null);
        record.headers().addString("b", "1").addInt("a", 2).addString("b", "3");
        Headers headers = converters(List.of()).kafkaHeaders(record);

        assertThat(headers.toArray())
                .extracting(each -> each.key() + "=" + new String(each.value(), StandardCharsets.UTF_8))
                .containsExactly("b=1", "a=2", "b=3");
    }

    @Test
    void only_what_the_task_owns_is_closed_and_one_that_fails_keeps_none_open() {
        TaskConverters converters = converters(List.of(
                () -> closed.add("first"),
                () -> {
                    throw new NoClassDefFoundError("stuck");
                },
                () -> {
                    throw new IllegalStateException("stuck too");
                },
                () -> closed.add("third")));

        // For whoever closes them to log, with secrets removed.
        assertThatThrownBy(converters::close)
                .hasRootCauseMessage("stuck")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        assertThat(closed).containsExactly("first", "third");
    }

    private TaskConverters converters(List<AutoCloseable> owned) {
        StringConverter shared = new StringConverter() {
            @Override
            public void close() {
                closed.add("shared");
            }
        };
        return new TaskConverters(shared, shared, new SimpleHeaderConverter(), owned);
    }
}
