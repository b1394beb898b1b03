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
package io.connectembedded.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The build runs the tests of this package on two lines of JUnit; this one sees that it does. */
class JunitVersionsTest {

    @Test
    void this_run_is_on_the_junit_the_build_means() {
        assertThat(version(Test.class))
                .as("Jupiter, as the property expected.jupiter says")
                .isEqualTo(System.getProperty("expected.jupiter"));
        assertThat(version(AnnotationSupport.class))
                .as("JUnit's platform, as the property expected.junit-platform says")
                .isEqualTo(System.getProperty("expected.junit-platform"))
                .isEqualTo(version(EngineTestKit.class));
    }

    private static String version(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }
}
