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

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every completion of one run that is not done yet. When the run ends they fail: nobody waits for a command that no
 * thread will take any more. Thread-safe.
 */
public final class OpenCompletions {

    private final Set<EmbeddedCompletion<?>> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Supplier<RuntimeException> ended;

    public void add(EmbeddedCompletion<?> completion) {
        open.add(completion);
        var unused = completion.whenComplete((result, failure) -> open.remove(completion));
        Supplier<RuntimeException> why = ended;
        if (why != null) {
            completion.completeExceptionally(why.get());
        }
    }

    /** Fails those that are open through {@code events}, and all later ones at once. */
    public void end(Events events, Supplier<RuntimeException> why) {
        ended = why;
        List<EmbeddedCompletion<?>> left = List.copyOf(open);
        events.afterThat(() -> left.forEach(each -> each.completeExceptionally(why.get())));
    }
}
