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
/**
 * What a source task has in flight: its records in order, what became of them, and the bound on how many there may be.
 * Entry: {@link io.connectembedded.internal.source.inflight.SubmittedRecords}. Entered by the task thread, the producer's,
 * those that report dead letters, and whoever commits.
 */
@NullMarked
package io.connectembedded.internal.source.inflight;

import org.jspecify.annotations.NullMarked;
