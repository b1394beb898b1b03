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

import io.connectembedded.test.internal.junit.ConnectTestExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that needs Kafka. Its constructor, lifecycle methods and test methods may take a {@link KafkaBroker} and
 * {@link TestTopic}s marked with {@link Topic}. The broker starts when the first of them is asked for. Holds for
 * {@code @Nested} classes too, and may be repeated on one to choose another broker.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(ConnectTestExtension.class)
public @interface ConnectTest {

    /** Which broker is injected: by default the shared one. */
    Broker broker() default Broker.SHARED_IN_JVM;

    /** Where a test's broker comes from. */
    enum Broker {
        /**
         * One broker in this JVM for all test classes, closed at the end of the test run. A test that stops it and does
         * not start it again has it started afterwards; tests that run beside it see the outage.
         */
        SHARED_IN_JVM,
        /** A broker in this JVM for this test class alone, closed after its last test: for outages and broker counts. */
        IN_JVM
    }
}
