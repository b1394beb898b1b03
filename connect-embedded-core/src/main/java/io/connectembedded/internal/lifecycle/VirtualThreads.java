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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/**
 * Whether a host's thread factory makes virtual threads, and whether this JVM can bear them under plug-ins: before 24,
 * a {@code synchronized} block pins the carrier.
 */
public final class VirtualThreads {

    private static final int FIRST_WITHOUT_PINNING = 24;

    private VirtualThreads() {}

    /** Asks the factory for one thread, which is never started. */
    public static boolean wouldPin(ThreadFactory factory) {
        Thread probe = factory.newThread(() -> {});
        return probe != null && Runtime.version().feature() < FIRST_WITHOUT_PINNING && isVirtual(probe);
    }

    /** By method handle, for the method came with 21 and this code is compiled for 17. */
    private static boolean isVirtual(Thread thread) {
        try {
            MethodHandle isVirtual = MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
            return (boolean) isVirtual.invokeExact(thread);
        } catch (NoSuchMethodException e) {
            return false;
        } catch (Throwable t) {
            throw new IllegalStateException("Thread.isVirtual cannot be called", t);
        }
    }
}
