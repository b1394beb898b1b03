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
package io.connectembedded.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorSpec;
import io.connectembedded.offset.OffsetStore;
import org.junit.jupiter.api.Test;

class RuntimeServicesTest {
    @Test
    void a_missing_implementation_names_the_artifact_to_add() {
        assertThatIllegalStateException()
                .isThrownBy(ConnectWorker::builder)
                .withMessageContainingAll(
                        "io.connectembedded:connect-embedded-core", "io.connectembedded.ConnectWorker$Builder");
        assertThatIllegalStateException()
                .isThrownBy(OffsetStore::memory)
                .withMessageContaining("io.connectembedded.offset.OffsetStore$Factory");
    }

    @Test
    void each_look_up_gives_a_new_instance() {
        assertThat(RuntimeServices.load(ConnectorSpec.JsonReader.class))
                .isNotSameAs(RuntimeServices.load(ConnectorSpec.JsonReader.class));
    }

    @Test
    void the_context_class_loader_does_not_matter() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(RuntimeServices.load(ConnectorSpec.JsonReader.class)).isNotNull();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
