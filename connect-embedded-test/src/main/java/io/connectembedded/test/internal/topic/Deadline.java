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
package io.connectembedded.test.internal.topic;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The end of a bounded wait. */
final class Deadline {

    private final long nanos;

    Deadline(Duration limit) {
        nanos = System.nanoTime() + limit.toNanos();
    }

    boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    void pause(Duration pause) {
        LockSupport.parkNanos(Math.min(pause.toNanos(), left().toNanos()));
    }
}
