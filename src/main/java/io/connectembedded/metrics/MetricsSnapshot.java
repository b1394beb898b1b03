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
package io.connectembedded.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/** Numbers taken at one moment; later ones need a new snapshot. Immutable. */
public interface MetricsSnapshot {
    /** When the numbers were taken. */
    Instant takenAt();

    /**
     * One number by the name of its attribute in Connect's MBeans, such as {@code source-record-poll-rate}.
     *
     * @param name the attribute's name
     * @return the number; empty when there is no such attribute here, or it is no number
     */
    OptionalDouble number(String name);

    /** All values by the names of their attributes in Connect's MBeans; cannot be modified. */
    Map<String, Object> asMap();
}
