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
package io.connectembedded.internal.sink.position;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Calls of the consumer within a rebalance or at the end, which must come to their end although somebody wakes the
 * consumer up or interrupts the thread. A wake-up was meant for the poll around the call: the poll gets it again.
 */
public final class WakeUps {

    private final Consumer<byte[], byte[]> consumer;

    public WakeUps(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    public <T> T despiteThem(Supplier<T> call) {
        boolean woken = false;
        try {
            while (true) {
                try {
                    return call.get();
                } catch (WakeupException e) {
                    woken = true;
                }
            }
        } finally {
            if (woken) {
                consumer.wakeup();
            }
        }
    }

    /** As {@link #despiteThem}, and once more after an interrupt, which was meant for the plug-in. */
    public <T> T despiteAnInterrupt(Supplier<T> call) {
        Thread.interrupted();
        try {
            return despiteThem(call);
        } catch (InterruptException e) {
            Thread.interrupted();
            return despiteThem(call);
        }
    }
}
