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
package io.connectembedded.rules;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.time.Instant;
import java.util.Timer;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What main code must not do to the host it lives in. */
class GuestMannersTest {
    private static final String THREADS = Rooms.INTERNAL + ".lifecycle..";

    @Test
    void nobody_ends_the_hosts_jvm_or_hooks_into_its_end() {
        noClasses()
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Runtime.class, "addShutdownHook", Thread.class)
                .because("the JVM is the host's; throw, or report a state, and let the host decide")
                .allowEmptyShould(true)
                .check(Modules.load(Checkout.LIBRARIES.toArray(String[]::new)));
    }

    @Test
    void nobody_logs_past_slf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("the host chooses its logging; use slf4j in core and nothing in the api")
                .allowEmptyShould(true)
                .check(Modules.RUNTIME);
    }

    @Test
    void threads_are_made_in_one_place() {
        outsideLifecycle()
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Executors.class))))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Timer.class)
                .because("every thread is named, counted and joined; ask lifecycle's thread factory for it")
                .allowEmptyShould(true)
                .check(Modules.RUNTIME);
    }

    @Test
    void time_is_read_from_the_one_clock() {
        outsideLifecycle()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .because("the test driver moves the clock by hand; take lifecycle's clock in the constructor")
                .allowEmptyShould(true)
                .check(Modules.CORE);
    }

    @Test
    void nothing_static_can_change() {
        noFields()
                .that()
                .areStatic()
                .should()
                .notBeFinal()
                .orShould()
                .haveRawType(
                        nameMatching("java\\.util\\.concurrent\\.atomic\\..*|java\\.util\\.concurrent\\.Concurrent.*"
                                + "|java\\.lang\\.ThreadLocal"))
                .because("several workers run side by side in one JVM; let the worker own it")
                .allowEmptyShould(true)
                .check(Modules.RUNTIME);
    }

    private static GivenClassesConjunction outsideLifecycle() {
        return noClasses().that().resideOutsideOfPackage(THREADS);
    }
}
