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
 * The sink pipeline: poll, convert, put, delivered, preCommit, commit. Entry: {@link
 * io.connectembedded.internal.sink.WorkerSinkTask}, whose {@code iterate} is the way of a batch. Everything here runs on
 * one task thread, rebalance callbacks included. (A source transforms and then converts, a sink the other way round.)
 * Never imports {@code source}.
 */
@NullMarked
package io.connectembedded.internal.sink;

import org.jspecify.annotations.NullMarked;
