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
package io.connectembedded.test.internal.junit;

import io.connectembedded.ConnectWorker;

/** Shows a worker among the suppressed exceptions of a failed test, which is what every console prints. */
final class WorkerAtFailure extends Exception {

    private static final long serialVersionUID = 1L;

    WorkerAtFailure(String description) {
        super(System.lineSeparator() + description, null, false, false);
    }

    static String describe(ConnectWorker worker) {
        try {
            return worker.describe();
        } catch (RuntimeException e) {
            return "Worker " + worker.name() + " does not describe itself: " + e;
        }
    }
}
