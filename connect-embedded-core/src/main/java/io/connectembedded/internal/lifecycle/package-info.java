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
 * Who runs when: thread bodies, states, and the scopes around plug-in code. Entry: {@link
 * io.connectembedded.internal.lifecycle.TaskRunner}, the body of every task thread. Every thread of a worker is made by
 * {@link io.connectembedded.internal.lifecycle.work.WorkerThreads}. Time comes from Kafka's {@code Time}, handed in by the
 * assembly. Every package of the runtime may import this one; it imports none of them.
 */
@NullMarked
package io.connectembedded.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
