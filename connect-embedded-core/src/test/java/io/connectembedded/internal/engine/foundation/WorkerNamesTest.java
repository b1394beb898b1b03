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
package io.connectembedded.internal.engine.foundation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class WorkerNamesTest {

    @Test
    void a_name_that_is_taken_is_numbered_and_free_again_after_close() {
        try (WorkerNames first = new WorkerNames("names-test")) {
            assertThat(first.name()).isEqualTo("names-test");
            try (WorkerNames second = new WorkerNames("names-test");
                    WorkerNames third = new WorkerNames("names-test")) {
                assertThat(second.name()).isEqualTo("names-test-2");
                assertThat(third.name()).isEqualTo("names-test-3");
            }
            try (WorkerNames again = new WorkerNames("names-test")) {
                assertThat(again.name()).isEqualTo("names-test-2");
            }
        }
    }

    @Test
    void one_worker_has_the_plain_names_and_leaves_them_to_the_next_that_comes() {
        WorkerNames first = new WorkerNames("plain-test");
        WorkerNames second = new WorkerNames("other-test");
        assertThat(first.isPlain()).isTrue();
        assertThat(second.isPlain()).isFalse();
        second.close();
        try (WorkerNames third = new WorkerNames("other-test")) {
            assertThat(third.isPlain()).isFalse();
        }
        first.close();
        try (WorkerNames fourth = new WorkerNames("other-test")) {
            assertThat(fourth.isPlain()).isTrue();
        }
    }

    @Test
    void closing_twice_or_after_somebody_else_cleaned_up_is_no_error() throws Exception {
        WorkerNames names = new WorkerNames("clean-test");
        ManagementFactory.getPlatformMBeanServer()
                .unregisterMBean(new ObjectName("io.connectembedded:type=worker,name=\"clean-test\""));
        names.close();
        names.close();

        try (WorkerNames next = new WorkerNames("clean-test")) {
            assertThat(next.name()).isEqualTo("clean-test");
        }
    }

    @Test
    void a_name_may_hold_whatever_a_person_writes() {
        try (WorkerNames names = new WorkerNames("a,b=\"c\" *?:\n")) {
            assertThat(names.name()).isEqualTo("a,b=\"c\" *?:\n");
        }
    }
}
