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
 * The source pipeline: poll, transform, convert, submit, send, ack, commit. Entry: {@link
 * io.connectembedded.internal.source.WorkerSourceTask}, whose {@code iterate} is the way of a batch. Driven by one task
 * thread; acknowledgements come on the producer's thread, periodic commits on the {@code offset-commits} thread. (A sink
 * converts and then transforms, a source the other way round.) Never imports {@code sink}.
 */
@NullMarked
package io.connectembedded.internal.source;

import org.jspecify.annotations.NullMarked;
