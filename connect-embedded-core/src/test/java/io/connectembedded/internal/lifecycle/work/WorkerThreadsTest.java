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
package io.connectembedded.internal.lifecycle.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerThreadsTest {

    private final ClassLoader loader = new URLClassLoader(new URL[0], null);

    @Test
    void a_thread_is_a_daemon_named_by_worker_and_role_under_the_workers_loader() {
        Thread thread = new WorkerThreads("w", null, loader).thread("control", () -> {});

        assertThat(thread.getName()).isEqualTo("connect-w-control");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isSameAs(loader);
        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    }

    @Test
    void the_hosts_factory_makes_the_threads_and_they_are_named_and_daemons_all_the_same() {
        ThreadGroup group = new ThreadGroup("hosts");
        Thread thread =
                new WorkerThreads("w", body -> new Thread(group, body, "x"), loader).thread("offset-commits", () -> {});

        assertThat(thread.getThreadGroup()).isSameAs(group);
        assertThat(thread.getName()).isEqualTo("connect-w-offset-commits");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isSameAs(loader);
    }

    @Test
    void a_factory_that_returns_null_is_told_what_it_must_do() {
        WorkerThreads threads = new WorkerThreads("w", body -> null, loader);

        assertThatThrownBy(() -> threads.create("control", Work.once(() -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The thread factory given to threads(…) returned null for connect-w-control; it must return"
                        + " a new, unstarted thread");
    }

    @Test
    void a_started_thread_runs_its_body() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        new WorkerThreads("w", null, loader).start("events", Work.once(ran::countDown));

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
