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

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {

    @Test
    void platform_threads_are_accepted_on_every_java() {
        assertThat(VirtualThreads.wouldPin(Thread::new)).isFalse();
    }

    @Test
    void virtual_threads_are_refused_where_they_exist_and_pin() throws Exception {
        int java = Runtime.version().feature();
        boolean existAndPin = java >= 21 && java < 24;

        assertThat(VirtualThreads.wouldPin(virtualWhereTheyExist())).isEqualTo(existAndPin);
    }

    private static ThreadFactory virtualWhereTheyExist() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Thread::new;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }
}
