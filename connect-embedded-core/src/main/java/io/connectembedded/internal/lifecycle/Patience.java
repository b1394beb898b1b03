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
package io.connectembedded.internal.lifecycle;

import java.util.function.BooleanSupplier;

/** A wait that no interrupt ends. */
public final class Patience {

    private Patience() {}

    /** Waits on the monitor, which every change must notify, as long as this holds; keeps the interrupt flag. */
    public static void waitWhile(Object monitor, BooleanSupplier passing) {
        boolean interrupted = false;
        synchronized (monitor) {
            while (passing.getAsBoolean()) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
