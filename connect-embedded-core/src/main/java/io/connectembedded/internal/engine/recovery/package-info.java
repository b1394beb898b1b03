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
 * What happens after a failure without anybody's doing: restarts by policy, and what is tried again later. Entry: {@link
 * io.connectembedded.internal.engine.recovery.AutoRestart}, one for each connector. Everything here belongs to the
 * control thread; a policy's decider, which is the host's code, runs on the event thread.
 */
@NullMarked
package io.connectembedded.internal.engine.recovery;

import org.jspecify.annotations.NullMarked;
