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
package io.connectembedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectorSpecValuesTest {
    private static final ConnectorSpec SPEC = ConnectorSpec.source("a", "Some");

    @Test
    void each_type_of_value_is_written_as_connect_reads_it() {
        assertThat(written("text")).isEqualTo("text");
        assertThat(written(5_000)).isEqualTo("5000");
        assertThat(written(0.5)).isEqualTo("0.5");
        assertThat(written(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(written(true)).isEqualTo("true");
        assertThat(written(TimeUnit.SECONDS)).isEqualTo("SECONDS");
        assertThat(written(StringConverter.class)).isEqualTo("org.apache.kafka.connect.storage.StringConverter");
        assertThat(written(Map.Entry.class)).isEqualTo("java.util.Map$Entry");
        assertThat(written(Duration.ofMinutes(1))).isEqualTo("60000");
        assertThat(written(Path.of("dir", "file")))
                .isEqualTo(Path.of("dir", "file").toString());
    }

    @Test
    void a_collection_is_written_with_commas() {
        assertThat(written(List.of("a", 1, Duration.ofSeconds(1)))).isEqualTo("a,1,1000");
        assertThat(written(List.of())).isEmpty();
    }

    @Test
    void an_element_with_a_comma_is_refused_for_it_would_become_two() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(List.of("a", "b,c")))
                .withMessageContaining("'some.key'")
                .withMessageNotContaining("b,c");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void any_other_type_is_refused_with_key_and_type_but_not_the_value(Object value, String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(value))
                .withMessageContainingAll("'some.key'", type)
                .withMessageNotContaining("s3cret");
    }

    static List<Object[]> refused() {
        return List.of(
                new Object[] {Optional.of("s3cret"), "java.util.Optional"},
                new Object[] {new AtomicReference<>("s3cret"), "java.util.concurrent.atomic.AtomicReference"},
                new Object[] {List.of(List.of("s3cret")), "List"});
    }

    @Test
    void an_element_of_null_is_refused_with_the_key() {
        assertThatNullPointerException()
                .isThrownBy(() -> written(Arrays.asList("a", null)))
                .withMessageContaining("'some.key'");
    }

    private static String written(Object value) {
        return SPEC.with("some.key", value).config().getOrDefault("some.key", "absent");
    }
}
