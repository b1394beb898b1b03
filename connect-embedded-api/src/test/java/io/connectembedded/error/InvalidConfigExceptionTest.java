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
package io.connectembedded.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class InvalidConfigExceptionTest {
    private static final ConfigProblem WORKERS =
            new ConfigProblem(null, "bootstrap.servers", null, "is missing.", "Name the broker.");
    private static final ConfigProblem CONNECTORS =
            new ConfigProblem("orders", "tasks.max", "0", "must be at\nleast 1.", "Ask for one task.");

    @Test
    void its_message_has_one_line_for_each_problem() {
        String message = String.valueOf(new InvalidConfigException(List.of(WORKERS, CONNECTORS)).getMessage());
        assertThat(message.lines())
                .containsExactly(
                        "The configuration has 2 problems:",
                        "  bootstrap.servers: is missing. Name the broker.",
                        "  connector 'orders': tasks.max=0: must be at least 1. Ask for one task.");
    }

    @Test
    void a_sentence_ends_before_the_next_one_begins() {
        assertThat(new ConfigProblem(null, "key", "x", "No number", "Did you mean 1? Else leave it out"))
                .hasToString("key=x: No number. Did you mean 1? Else leave it out.");
    }

    @Test
    void one_problem_is_called_one() {
        assertThat(new InvalidConfigException(List.of(WORKERS)))
                .hasMessageStartingWith("The configuration has 1 problem:");
    }

    @Test
    void no_problem_is_no_reason_to_throw() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InvalidConfigException(List.of()));
    }

    @Test
    void problems_survive_serialization() throws Exception {
        InvalidConfigException thrown = new InvalidConfigException(List.of(WORKERS, CONNECTORS));
        assertThat(copy(thrown).problems()).containsExactly(WORKERS, CONNECTORS).isUnmodifiable();
    }

    @Test
    void an_unknown_connector_is_named_with_its_near_matches() {
        assertThat(new ConnectorNotFoundException("order", List.of("orders", "borders")))
                .isInstanceOf(ConnectException.class)
                .hasMessage("There is no connector 'order'. Did you mean 'orders', 'borders'?");
        assertThat(new ConnectorNotFoundException("x", List.of())).hasMessageContainingAll("'x'", "names()");
    }

    @Test
    void a_taken_name_is_named_with_the_remedy() {
        ConnectorExistsException thrown = new ConnectorExistsException("orders");
        assertThat(thrown.connector()).isEqualTo("orders");
        assertThat(thrown).hasMessageContainingAll("'orders'", "put");
    }

    private static InvalidConfigException copy(InvalidConfigException thrown)
            throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (InvalidConfigException) in.readObject();
        }
    }
}
