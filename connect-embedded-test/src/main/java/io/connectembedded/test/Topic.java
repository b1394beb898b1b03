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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A topic for one test, as a parameter of type {@link TestTopic} in a {@link ConnectTest}. Key and value types come from
 * the parameter: {@code @Topic("counts") TestTopic<String, Long> counts}.
 *
 * <p>Within one test the same name means the same topic, also in its constructor and {@code @BeforeEach}; another test
 * gets another one. A topic of {@code @BeforeAll} belongs to all tests of the class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Topic {

    /** What the name on the broker begins with; see {@link TestTopic#name()} for all of it. */
    String value();

    /** How many partitions it is created with. */
    int partitions() default 1;
}
