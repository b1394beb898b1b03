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
package io.connectembedded.test.internal.junit;

import io.connectembedded.test.ConnectTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A class around a test that carries {@link ConnectTest}, its own or an enclosing one. */
record AnnotatedLevel(ConnectTest annotation, ExtensionContext context) {

    /** The nearest first; never empty. */
    static List<AnnotatedLevel> around(ExtensionContext context) {
        List<AnnotatedLevel> levels = new ArrayList<>();
        Optional<ExtensionContext> at = Optional.of(context);
        while (at.isPresent()) {
            ExtensionContext level = at.get();
            AnnotationSupport.findAnnotation(level.getElement(), ConnectTest.class)
                    .ifPresent(annotation -> levels.add(new AnnotatedLevel(annotation, level)));
            at = level.getParent();
        }
        if (levels.isEmpty()) {
            throw new IllegalStateException(context.getDisplayName() + " is not in a class with @ConnectTest");
        }
        return levels;
    }
}
