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

import io.connectembedded.status.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A record that was given up, and why.
 *
 * @param original what came in; null when a step failed outside of any record
 * @param at the class whose step failed
 * @param failure what was thrown, with secrets removed
 * @param tolerated whether the task goes on without the record
 */
record RecordFailure<T>(
        @Nullable T original, Stage stage, Class<?> at, Throwable thrown, Failure failure, boolean tolerated) {}
