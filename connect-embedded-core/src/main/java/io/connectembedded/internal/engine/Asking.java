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
package io.connectembedded.internal.engine;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.lifecycle.work.RealWaits;
import java.util.function.BiConsumer;

/** The one way in which a host's thread asks for something: an answer in any case, and nothing thrown. */
final class Asking {

    private Asking() {}

    static <T> EmbeddedCompletion<T> of(
            WorkerLife life, String operation, BiConsumer<Engine, EmbeddedCompletion<T>> asking) {
        try {
            Engine engine = life.running(operation);
            EmbeddedCompletion<T> completion = engine.completion(operation);
            engine.whenStarted(() -> ask(engine, completion, asking));
            return completion;
        } catch (ConnectEmbeddedException e) {
            EmbeddedCompletion<T> refused = new EmbeddedCompletion<>(operation, () -> false, RealWaits.INSTANCE);
            refused.completeExceptionally(e);
            return refused;
        }
    }

    private static <T> void ask(
            Engine engine, EmbeddedCompletion<T> completion, BiConsumer<Engine, EmbeddedCompletion<T>> asking) {
        try {
            asking.accept(engine, completion);
        } catch (RuntimeException e) {
            // Refused on the spot, or the run ends just now: then all its completions fail.
            completion.completeExceptionally(e);
        }
    }
}
