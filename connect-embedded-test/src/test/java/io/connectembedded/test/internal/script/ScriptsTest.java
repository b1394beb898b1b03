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
package io.connectembedded.test.internal.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.ScriptedSource;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class ScriptsTest {

    @Test
    void a_script_stays_while_a_spec_of_it_is_there_and_goes_with_the_last() {
        WeakReference<ScriptedSource> handle = new WeakReference<>(ScriptedSource.create());
        ConnectorSpec spec = specOf(handle.get());
        collected(handle);
        WeakReference<Object> script =
                new WeakReference<>(Scripts.find(spec.config().get(Scripts.KEY)));
        String copyOfId = new String(spec.config().get(Scripts.KEY).toCharArray());
        assertThat(script.get()).isNotNull();

        spec = null;
        collected(script);
        assertThat(Scripts.find(copyOfId)).isNull();
    }

    @Test
    void a_script_that_is_not_there_is_named_with_the_remedy() {
        assertThatThrownBy(() -> Scripts.find(Map.of("name", "src", Scripts.KEY, "gone"), SourceScript.class))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'src'")
                .hasMessageContaining("'gone'")
                .hasMessageContaining("take its spec from ScriptedSource.spec");
    }

    @Test
    void a_script_of_the_other_direction_is_refused() {
        String id = Scripts.register(new SinkScript());

        assertThatThrownBy(() -> Scripts.find(Map.of("name", "src", Scripts.KEY, id), SourceScript.class))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("the other direction");
    }

    @Test
    void ids_are_numbers_that_grow() {
        long first = Long.parseLong(Scripts.register(new SinkScript()));
        assertThat(Long.parseLong(Scripts.register(new SinkScript()))).isGreaterThan(first);
    }

    private static ConnectorSpec specOf(ScriptedSource source) {
        return source.spec("src");
    }

    private static void collected(WeakReference<?> reference) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            Scripts.find("any"); // a WeakHashMap lets go of its dead values when it is used
            return reference.get() == null;
        });
    }
}
