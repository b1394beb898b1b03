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
package io.connectembedded.internal.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.error.ConnectorFailedException;
import io.connectembedded.error.OperationTimeoutException;
import io.connectembedded.error.WorkerStateException;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import io.connectembedded.status.Completion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddedCompletionTest {

    private final EmbeddedCompletion<Integer> completion =
            new EmbeddedCompletion<>("pause of connector c", () -> false, RealWaits.INSTANCE);

    @Test
    void a_wait_ends_at_its_bound_and_says_what_goes_on() {
        assertThatThrownBy(() -> completion.await(Duration.ofMillis(10)))
                .isInstanceOf(OperationTimeoutException.class)
                .hasMessage("The pause of connector c was not done within PT0.01S; it goes on, look at the status or"
                        + " await it again");
        completion.complete(1);

        assertThat(completion.await()).isEqualTo(1);
    }

    @Test
    void a_failure_of_ours_comes_out_as_it_is_also_through_stages() {
        ConnectorFailedException failure = new ConnectorFailedException("Connector c FAILED", null);
        Completion<String> later = completion.thenApply(String::valueOf).thenApply(text -> text + "!");
        completion.completeExceptionally(failure);

        assertThatThrownBy(completion::await).isSameAs(failure);
        assertThatThrownBy(later::await).isSameAs(failure);
    }

    @Test
    void a_failure_of_another_kind_names_the_operation() {
        completion.completeExceptionally(new IllegalStateException("what?"));

        assertThatThrownBy(completion::await)
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageStartingWith("The pause of connector c failed: ")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_event_thread_must_not_wait_for_itself_but_may_ask_what_is_done() {
        EmbeddedCompletion<Integer> mine = new EmbeddedCompletion<>("stop of c", () -> true, RealWaits.INSTANCE);
        assertThatThrownBy(mine::await)
                .isInstanceOf(WorkerStateException.class)
                .hasMessageContaining("stop of c")
                .hasMessageContaining("thenApply");
        mine.complete(3);

        assertThat(mine.await()).isEqualTo(3);
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays_on_the_thread() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(completion::await)
                .isInstanceOf(ConnectEmbeddedException.class)
                .hasMessageContaining("Interrupted while waiting for the pause of connector c");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void stages_keep_the_operation_and_the_refusal() {
        EmbeddedCompletion<Integer> mine = new EmbeddedCompletion<>("stop of c", () -> true, RealWaits.INSTANCE);
        EmbeddedCompletion<Integer> next = mine.thenCompose(CompletableFuture::completedFuture);

        assertThat(next.operation()).isEqualTo("stop of c");
        assertThatThrownBy(next::await).isInstanceOf(WorkerStateException.class);
    }
}
