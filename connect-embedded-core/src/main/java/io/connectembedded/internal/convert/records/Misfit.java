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
package io.connectembedded.internal.convert.records;

import org.jspecify.annotations.Nullable;

/** A value that does not fit, on its way up to where its path is known; costs neither a path nor a trace before. */
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    Misfit(String problem) {
        this("", problem, null);
    }

    Misfit(String problem, Throwable cause) {
        this("", problem, cause);
    }

    private Misfit(String path, String problem, @Nullable Throwable cause) {
        super(problem, cause, false, false);
        this.path = path;
        this.problem = problem;
    }

    static Misfit expected(String what, Object found) {
        return new Misfit("expected " + what + ", found " + article(found));
    }

    private static String article(Object found) {
        String name = found.getClass().getTypeName();
        return ("AEIOUaeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }

    Misfit in(String component) {
        boolean separated = path.isEmpty() || path.startsWith("[");
        return new Misfit(component + (separated ? "" : ".") + path, problem, getCause());
    }

    Misfit at(int index) {
        return in("[" + index + "]");
    }

    /** The path and the problem. */
    String text() {
        return path.isEmpty() ? problem : "component " + path + ": " + problem;
    }
}
