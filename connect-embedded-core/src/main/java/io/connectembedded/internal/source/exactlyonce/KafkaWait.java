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
package io.connectembedded.internal.source.exactlyonce;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call of the producer that waits for Kafka without a bound. It can be interrupted, and what comes after it cannot. */
final class KafkaWait {

    private @Nullable Thread waiting; // guarded by "this"
    private boolean interrupted; // by us; guarded by "this"

    <T> T during(Supplier<T> call) {
        synchronized (this) {
            waiting = Thread.currentThread();
        }
        try {
            return call.get();
        } finally {
            end();
        }
    }

    private synchronized void end() {
        waiting = null;
        if (interrupted) {
            interrupted = false;
            Thread.interrupted();
        }
    }

    /** Any thread. */
    synchronized boolean isWaiting() {
        return waiting != null;
    }

    /** Any thread. */
    synchronized void interrupt() {
        if (waiting != null) {
            interrupted = true;
            waiting.interrupt();
        }
    }
}
