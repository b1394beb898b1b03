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
package io.connectembedded.internal.error;

/** The steps in which a record can fail; the names are Connect's, and values of a dead letter's header. */
public enum Stage {
    TASK_POLL,
    TASK_PUT,
    TRANSFORMATION,
    KEY_CONVERTER,
    VALUE_CONVERTER,
    HEADER_CONVERTER,
    KAFKA_PRODUCE,
    KAFKA_CONSUME;

    /** Whether every exception may be tolerated here; elsewhere only one that says it may pass by itself. */
    boolean isOfTheRecord() {
        return this == TRANSFORMATION || this == KEY_CONVERTER || this == VALUE_CONVERTER || this == HEADER_CONVERTER;
    }
}
