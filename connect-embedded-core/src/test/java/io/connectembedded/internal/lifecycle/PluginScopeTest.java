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
package io.connectembedded.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectembedded.status.TaskId;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class PluginScopeTest {

    private final ClassLoader before = new URLClassLoader(new URL[0], null);
    private final ClassLoader own = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void put_back() {
        Thread.currentThread().setContextClassLoader(own);
        MDC.clear();
    }

    @Test
    void code_runs_under_connects_context_and_the_plug_ins_loader() {
        Thread.currentThread().setContextClassLoader(before);

        assertThat(seenIn(PluginScope.connector("c", PluginScopeTest.class))).isEqualTo("[c|worker] ");
        assertThat(seenIn(PluginScope.validation("c", PluginScopeTest.class))).isEqualTo("[c|validation] ");
        assertThat(seenIn(PluginScope.task(new TaskId("c", 3), PluginScopeTest.class)))
                .isEqualTo("[c|task-3] ");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(MDC.get(PluginScope.CONTEXT_KEY)).isNull();
    }

    @Test
    void the_scope_of_log_lines_leaves_the_loader_alone() {
        Thread.currentThread().setContextClassLoader(before);
        PluginScope.offsets(new TaskId("c", 0)).run(() -> {
            assertThat(MDC.get(PluginScope.CONTEXT_KEY)).isEqualTo("[c|task-0|offsets] ");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        });
    }

    @Test
    void what_was_there_comes_back_also_after_a_throw_and_the_hosts_own_keys_stay() {
        Thread.currentThread().setContextClassLoader(before);
        MDC.put(PluginScope.CONTEXT_KEY, "outer");
        MDC.put("request", "42");

        assertThatThrownBy(() -> PluginScope.connector("c", PluginScopeTest.class)
                        .run(() -> {
                            assertThat(MDC.get("request")).isEqualTo("42");
                            Thread.currentThread().setContextClassLoader(null);
                            MDC.put(PluginScope.CONTEXT_KEY, "the plug-in's");
                            throw new NoClassDefFoundError("x");
                        }))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(MDC.get(PluginScope.CONTEXT_KEY)).isEqualTo("outer");
        assertThat(MDC.get("request")).isEqualTo("42");
    }

    @Test
    void a_class_of_the_jdk_runs_under_the_system_loader() {
        PluginScope.connector("c", String.class)
                .run(() -> assertThat(Thread.currentThread().getContextClassLoader())
                        .isSameAs(ClassLoader.getSystemClassLoader()));
    }

    private static String seenIn(PluginScope scope) {
        return scope.get(() -> {
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(PluginScopeTest.class.getClassLoader());
            return MDC.get(PluginScope.CONTEXT_KEY);
        });
    }
}
