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

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import java.util.Set;
import java.util.stream.Collectors;

/** The compiled main classes of each library, from the class path the tests run on. */
final class Modules {
    static final JavaClasses API = load("connect-embedded-api");
    static final JavaClasses CORE = load("connect-embedded-core");
    static final JavaClasses TEST = load("connect-embedded-test");
    static final JavaClasses RUNTIME = load("connect-embedded-api", "connect-embedded-core");

    private Modules() {}

    static JavaClasses load(String... modules) {
        Set<Location> locations = Locations.inClassPath().stream()
                .filter(location -> isMainOfOne(location, modules))
                .collect(Collectors.toSet());
        return new ClassFileImporter().importLocations(locations);
    }

    private static boolean isMainOfOne(Location location, String... modules) {
        for (String module : modules) {
            if (location.contains("/" + module + "/target/") && !location.contains("/test-classes/")) {
                return true;
            }
        }
        return false;
    }
}
