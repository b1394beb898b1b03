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
package io.connectembedded.internal.plugin.probe;

import io.connectembedded.internal.lifecycle.Failures;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Asks a plug-in something, which may hang or throw anything. */
public interface Probe {

    /**
     * What came of it.
     *
     * @param value null with a problem
     * @param problem why there is no answer, one sentence
     */
    record Answer<T>(@Nullable T value, @Nullable String problem) {

        static <T> Answer<T> to(Class<?> plugin, Callable<T> question) {
            try {
                return new Answer<>(question.call(), null);
            } catch (Exception | Error e) {
                return failed(plugin, e);
            }
        }

        static <T> Answer<T> failed(Class<?> plugin, Throwable cause) {
            return new Answer<>(null, plugin.getName() + " cannot be asked: " + Failures.messageOf(cause));
        }
    }

    /** The answer; the question is asked with the plug-in's loader as context loader. */
    <T> Answer<T> ask(Class<?> plugin, Callable<T> question, Duration limit);
}
