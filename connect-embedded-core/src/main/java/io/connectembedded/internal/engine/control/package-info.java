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
 * Who may run what: the desired set, and the steps towards it. Entry: {@link
 * io.connectembedded.internal.lifecycle.work.CommandLoop}; everything here belongs to its one thread, which is fed by
 * one queue and calls no plug-in. What a plug-in must be asked is asked on the connector's own thread.
 */
@NullMarked
package io.connectembedded.internal.engine.control;

import org.jspecify.annotations.NullMarked;
