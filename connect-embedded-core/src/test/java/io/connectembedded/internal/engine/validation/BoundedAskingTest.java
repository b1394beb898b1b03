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
package io.connectembedded.internal.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.internal.lifecycle.work.WorkerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BoundedAskingTest {

    private final Set<Thread> rendering = ConcurrentHashMap.newKeySet();

    /** It may hang in any of its methods. */
    private final class Hostile extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            rendering.add(Thread.currentThread());
            return "hostile";
        }
    }

    @Test
    void what_a_plug_in_throws_is_rendered_on_the_bounded_thread() {
        List<String> told = new ArrayList<>();
        WorkerThreads threads = new WorkerThreads("w", null, BoundedAskingTest.class.getClassLoader());
        try (BoundedAsking asking = new BoundedAsking(threads)) {
            assertThat(asking.<String>ask(
                            "c",
                            () -> {
                                throw new Hostile();
                            },
                            UnaryOperator.identity(),
                            (what, remedy) -> told.add(what)))
                    .isEmpty();
        }
        assertThat(told).singleElement().asString().endsWith("Hostile: hostile");
        assertThat(rendering).isNotEmpty().doesNotContain(Thread.currentThread());
    }
}
