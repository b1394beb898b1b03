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

/** The states of a worker; the table in {@code ConnectWorker} says which call is legal in which. */
public enum WorkerState {
    /** Built and not started, or stopped; may be started. */
    STOPPED,
    /** Between a call of {@code start()} and its readiness. */
    STARTING,
    /** Ready. */
    RUNNING,
    /** On its way to {@link #STOPPED}. */
    STOPPING,
    /** The worker's own control thread died; only {@code stop()} or {@code close()} helps. */
    FAILED,
    /** Closed for good. */
    CLOSED
}
