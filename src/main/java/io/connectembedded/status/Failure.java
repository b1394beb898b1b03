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

import java.time.Instant;
import java.util.Objects;

/**
 * What went wrong, as text: secrets are removed, and no class of a plug-in is held.
 *
 * @param at when it happened
 * @param stage where in the work of a connector or task it happened, such as {@code poll} or {@code put}
 * @param message one line
 * @param trace the stack trace with its causes
 */
public record Failure(Instant at, String stage, String message, String trace) {
    public Failure {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(trace, "trace");
    }
}
