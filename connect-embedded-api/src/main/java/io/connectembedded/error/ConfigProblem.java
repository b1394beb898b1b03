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
package io.connectembedded.error;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One finding about the configuration of a worker or a connector. Immutable.
 *
 * @param connector the connector it is about; null for the worker's own configuration
 * @param key the configuration key at fault, in Connect's spelling
 * @param value the value at fault; null when it is absent or secret
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record ConfigProblem(
        @Nullable String connector, String key, @Nullable String value, String message, String remedy)
        implements Serializable {
    public ConfigProblem {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** Connector (unless it is the worker's), key, value, message and remedy in one sentence each. */
    @Override
    public String toString() {
        String place = connector == null ? "" : "connector '" + connector + "': ";
        String assignment = value == null ? key : key + "=" + value;
        return place + assignment + ": " + sentence(message) + " " + sentence(remedy);
    }

    private static String sentence(String text) {
        return text.matches("(?s).*[.?!]\\s*") ? text.strip() : text.strip() + ".";
    }
}
