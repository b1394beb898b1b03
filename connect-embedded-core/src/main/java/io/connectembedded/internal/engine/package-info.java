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
 * Assembles and owns everything. Entry: {@link io.connectembedded.internal.engine.WorkerBuilder}, which builds an {@link
 * io.connectembedded.internal.engine.EmbeddedWorker}; every start of its {@link io.connectembedded.internal.engine.WorkerLife} makes one {@link
 * io.connectembedded.internal.engine.Engine}, put together by {@link io.connectembedded.internal.engine.Assembly}. Entered
 * by host threads, which only post commands and read views. May import every other room.
 */
@NullMarked
package io.connectembedded.internal.engine;

import org.jspecify.annotations.NullMarked;
