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

import io.connectembedded.internal.lifecycle.LoaderInUse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PluginCallTest {

    /** Stands for what another location than the connector's brings. */
    static final class Plugin {}

    /** Brings a class of its own for {@link Plugin}. */
    private static final class CountingLoader extends ClassLoader implements LoaderInUse {

        private final List<String> told = new ArrayList<>();

        CountingLoader() {
            super(PluginCallTest.class.getClassLoader());
        }

        Class<?> plugin() throws IOException {
            try (InputStream code =
                    Objects.requireNonNull(Plugin.class.getResourceAsStream("PluginCallTest$Plugin.class"))) {
                byte[] bytes = code.readAllBytes();
                return defineClass(Plugin.class.getName(), bytes, 0, bytes.length);
            }
        }

        @Override
        public void enter() {
            told.add("enter");
        }

        @Override
        public void leave() {
            told.add("leave");
        }
    }

    private final CountingLoader loader = new CountingLoader();

    @Test
    void a_loader_is_in_use_while_its_plugin_is_called_so_that_a_call_that_hangs_keeps_it_open() throws Exception {
        PluginCall<String, String> call = new PluginCall<>(loader.plugin(), text -> {
            loader.told.add("call under "
                    + Thread.currentThread().getContextClassLoader().equals(loader));
            return text;
        });

        assertThat(call.of("a")).isEqualTo("a");

        assertThat(loader.told).containsExactly("enter", "call under true", "leave");
    }

    @Test
    void a_call_that_throws_is_left_too() throws Exception {
        PluginCall<String, String> call = new PluginCall<>(loader.plugin(), text -> {
            throw new IllegalArgumentException(text);
        });

        assertThatThrownBy(() -> call.of("no")).hasMessage("no");

        assertThat(loader.told).containsExactly("enter", "leave");
    }
}
