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

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void the_rules_see_every_library_that_has_sources() {
        for (JavaFile file : Checkout.find().mainFiles()) {
            if (Checkout.LIBRARIES.contains(file.module())) {
                assertThat(Modules.load(file.module())).as(file.module()).isNotEmpty();
            }
        }
    }

    @Test
    void each_internal_package_imports_only_what_its_row_allows() {
        classes()
                .that()
                .resideInAPackage(Rooms.INTERNAL + "..")
                .should(RoomConditions.liveInAPlannedRoom())
                .andShould(RoomConditions.importOnlyWhatTheirRoomMay())
                .because("a reader must know which rooms a change can reach; move the class to the room that may, hand"
                        + " it what it needs through its constructor, or change the table in Rooms and in the design")
                .allowEmptyShould(true)
                .check(Modules.CORE);
    }

    @Test
    void internal_packages_have_no_cycles() {
        slices().matching(Rooms.INTERNAL + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one; move the shared type to the lower one")
                .allowEmptyShould(true)
                .check(Modules.CORE);
    }

    @Test
    void core_shows_only_the_packages_the_design_names() {
        classes()
                .should()
                .resideInAPackage(Rooms.INTERNAL + "..")
                .orShould()
                .resideInAnyPackage(Rooms.CORE_PUBLIC.toArray(String[]::new))
                .because("what is not internal is promised to users; move it below internal, or add it to Rooms")
                .allowEmptyShould(true)
                .check(Modules.CORE);
    }

    @Test
    void each_public_package_imports_only_packages_before_it() {
        classes()
                .should(RoomConditions.importOnlyPublicPackagesBefore())
                .because("the order keeps the api free of cycles; move the type to the later package")
                .allowEmptyShould(true)
                .check(Modules.API);
    }

    @Test
    void the_api_stands_on_the_jdk_and_the_connect_api_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(apiAnd("java..", "javax..", "org.apache.kafka..", "org.jspecify.."))
                .because("a host compiles against it; what needs the runtime goes through RuntimeServices")
                .allowEmptyShould(true)
                .check(Modules.API);
    }

    @Test
    void the_test_artifact_stays_out_of_internal_packages() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage(Rooms.INTERNAL + "..")
                .because("it drives the assembly through its one seam; widen the seam instead")
                .allowEmptyShould(true)
                .check(Modules.TEST);
    }

    private static String[] apiAnd(String... others) {
        String[] all = Rooms.API.toArray(new String[Rooms.API.size() + others.length]);
        System.arraycopy(others, 0, all, Rooms.API.size(), others.length);
        return all;
    }
}
