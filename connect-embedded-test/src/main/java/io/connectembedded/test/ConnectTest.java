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
 * A test class that needs Kafka or a worker, on JUnit Jupiter 5.12 or later. Its constructor, lifecycle methods and test
 * methods may take:
 *
 * <ul>
 *   <li>{@link KafkaBroker}, started when the first parameter that needs it is asked for;
 *   <li>{@link TestTopic}s marked with {@link Topic};
 *   <li>{@link io.connectembedded.ConnectWorker}, started, on that broker and without connectors: strings for keys and
 *       values, source offsets in memory, offsets committed every 100 ms, and a name of its own. The same one within a
 *       test;
 *   <li>{@link io.connectembedded.ConnectWorker.Builder}, wired the same and another one for each parameter, whose
 *       workers need not be closed;
 *   <li>{@link ConnectTestDriver}, without connectors and without a broker. The same one within a test. What is put
 *       into its worker, a crash forgets; for crashes and chaos, make one with {@code ConnectTestDriver.of(…)}.
 * </ul>
 *
 * <p>What is given to a test is closed after its {@code @AfterEach} methods; what is given to {@code @BeforeAll}, or to
 * the constructor of a class with one instance for all tests, belongs to all tests of the class and is closed after the
 * last one.
 *
 * <p>After each test the extension fails it, or adds to its failure, if the test
 *
 * <ul>
 *   <li>left threads behind: any named {@code connect-…} and any other that is no daemon, if it does not end within 5
 *       seconds. A broker's own threads do not count;
 *   <li>left a worker unclosed that it built with {@code ConnectWorker.builder()}, or a driver that it made with {@code
 *       ConnectTestDriver.of(…)};
 *   <li>logged at WARN or ERROR what {@link #allowedLogs} does not allow. Whatever reaches the root logger of Logback,
 *       Log4j 2 or java.util.logging counts, whoever logs it, except a broker, Testcontainers, and Kafka's clients
 *       on the leader of a topic being created. Levels are not touched: a line the logging configuration drops does not
 *       count.
 * </ul>
 *
 * After the last test of a class the extension fails the class in the same way for threads, workers and drivers that came
 * with it, by its {@code @BeforeAll} methods for instance, and are left; not for what it has told of a test, and not for
 * log lines.
 *
 * <p>When a test fails, {@code describe()} of each of its workers is published as a report entry and shown among the
 * suppressed exceptions of the failure.
 *
 * <p>The checks look at the whole JVM from before the test instance is made until the test's workers are closed. Where
 * Jupiter runs tests in parallel ({@code junit.jupiter.execution.parallel.enabled}) they cannot tell whose a thread, a
 * worker or a line is, and look only at the injected workers, what those built by an injected builder included, and at
 * lines logged by these workers' threads or by the test's own.
 *
 * <p>Holds for {@code @Nested} classes too, and may be repeated on one to choose another broker.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(ConnectTestExtension.class)
public @interface ConnectTest {

    /**
     * The configuration parameter of JUnit that chooses the broker where {@link #broker} does not: {@code shared}
     * ({@link Broker#SHARED_IN_JVM}, the default), {@code in-jvm} or {@code container}. Set it in
     * {@code junit-platform.properties}, in the build tool, or as a system property of the test JVM, which overrides
     * the file.
     */
    String BROKER_PARAMETER = "connectembedded.test.broker";

    /** The configuration parameter of JUnit that names the image where {@link #image} does not; set as the other one. */
    String IMAGE_PARAMETER = "connectembedded.test.image";

    /** Which broker is injected. By default the configuration decides; without one it is the shared one in this JVM. */
    Broker broker() default Broker.CONFIGURED;

    /**
     * The image of a broker in a container, as for {@link KafkaBroker#container}. By default what
     * {@value #IMAGE_PARAMETER} says, else {@code apache/kafka} in the version of {@code kafka-clients} on the class
     * path. Without effect on a broker in this JVM.
     */
    String image() default "";

    /**
     * Which warnings and errors the tests of this class may log, besides those allowed around it: regular expressions,
     * at least one of which must be found in {@code <LEVEL> <logger> <message>}. Be narrow:
     *
     * <pre>{@code @ConnectTest(allowedLogs = "^WARN io.connectembedded.* Task lines-0 .* failed")}</pre>
     */
    String[] allowedLogs() default {};

    /** Where a test's broker comes from. */
    enum Broker {
        /** What {@link ConnectTest#BROKER_PARAMETER} says, else {@link #SHARED_IN_JVM}. */
        CONFIGURED,
        /**
         * One broker in this JVM for all test classes, closed at the end of the test run. A test that stops it and does
         * not start it again has it started afterwards; tests that run beside it see the outage.
         */
        SHARED_IN_JVM,
        /** A broker in this JVM for this test class alone, closed after its last test: for outages and broker counts. */
        IN_JVM,
        /**
         * One broker in a container for all test classes that ask for the same image, otherwise as {@link
         * #SHARED_IN_JVM}. Needs Docker and Testcontainers, see {@link KafkaBroker#container}.
         */
        CONTAINER
    }
}
