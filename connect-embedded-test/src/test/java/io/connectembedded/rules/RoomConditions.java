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

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The floor plan as ArchUnit conditions. */
final class RoomConditions {
    private RoomConditions() {}

    static ArchCondition<JavaClass> importOnlyWhatTheirRoomMay() {
        return new ArchCondition<>("import only what the row of their room allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String room = Rooms.roomOf(type.getPackageName());
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String other = Rooms.roomOf(dependency.getTargetClass().getPackageName());
                    if (!other.isEmpty() && !Rooms.mayImport(room, other)) {
                        events.add(SimpleConditionEvent.violated(
                                dependency, room + " may not import " + other + ": " + dependency.getDescription()));
                    }
                }
            }
        };
    }

    static ArchCondition<JavaClass> liveInAPlannedRoom() {
        return new ArchCondition<>("live in a room of the floor plan") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!Rooms.isPlanned(Rooms.roomOf(type.getPackageName()))) {
                    events.add(SimpleConditionEvent.violated(type, "no row for the package of " + type.getName()));
                }
            }
        };
    }

    static ArchCondition<JavaClass> importOnlyPublicPackagesBefore() {
        return new ArchCondition<>("import only public packages listed before their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = Rooms.API.indexOf(type.getPackageName());
                if (own < 0) {
                    events.add(SimpleConditionEvent.violated(type, "no row for the package of " + type.getName()));
                }
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    if (Rooms.API.indexOf(dependency.getTargetClass().getPackageName()) > own) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
