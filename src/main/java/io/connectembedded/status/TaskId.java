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
package io.connectembedded.status;

import java.util.Objects;

/**
 * Names one task. Prints as Connect does: {@code connector-0}.
 *
 * @param connector the connector's name
 * @param task the task's number, from 0
 */
public record TaskId(String connector, int task) {
    public TaskId {
        Objects.requireNonNull(connector, "connector");
    }

    /** Connector and number, as in {@code orders-0}. */
    @Override
    public String toString() {
        return connector + "-" + task;
    }
}
