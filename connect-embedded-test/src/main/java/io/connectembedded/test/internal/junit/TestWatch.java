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
package io.connectembedded.test.internal.junit;

import io.connectembedded.ConnectWorker;
import io.connectembedded.test.ConnectTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Watches one test from before its instance is made until its workers are closed, or so a class with all its tests. */
final class TestWatch implements AutoCloseable {

    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    private final Thread tester = Thread.currentThread();
    private final Leftovers leftovers;
    private final @Nullable LoggedLines logged;

    private TestWatch(String of, @Nullable LoggedLines logged) {
        this.leftovers = new Leftovers(of);
        this.logged = logged;
    }

    static TestWatch ofTest() {
        return new TestWatch("the test", new LoggedLines());
    }

    /** What its tests leave, they answer for, and so they do for what is logged. */
    static TestWatch ofClass() {
        return new TestWatch("the last test of the class", null);
    }

    /** What the test has left or logged that it should not have; empty when all is well. */
    List<String> findings(ExtensionContext context, List<ConnectWorker> injected) {
        boolean alone = !context.getConfigurationParameter(PARALLEL)
                .map(Boolean::parseBoolean)
                .orElse(false);
        Set<String> workers = injected.stream().map(ConnectWorker::name).collect(Collectors.toSet());
        List<String> found = new ArrayList<>(alone ? leftovers.ofAll() : leftovers.of(workers));
        Predicate<Thread> own = thread ->
                alone || thread == tester || workers.stream().anyMatch(worker -> Leftovers.belongs(thread, worker));
        if (logged != null) {
            found.addAll(logged.unexpected(allowed(context), own));
        }
        return found;
    }

    /** What there is to be told of now has been told, by another one within this one. */
    void told(TestWatch within) {
        leftovers.leaveTo(within.leftovers);
    }

    /** A nested class may log what the class around it may. */
    private static List<String> allowed(ExtensionContext context) {
        return AnnotatedLevel.around(context).stream()
                .map(AnnotatedLevel::annotation)
                .map(ConnectTest::allowedLogs)
                .flatMap(Stream::of)
                .toList();
    }

    @Override
    public void close() {
        if (logged != null) {
            logged.close();
        }
    }
}
