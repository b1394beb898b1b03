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
package io.connectembedded.behaviour.plugin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What compiled plug-ins tell the test, and where they wait for it: shared with them, as every class of ours is. */
public final class Seen {

    private static final Queue<WeakReference<ClassLoader>> LOADERS = new ConcurrentLinkedQueue<>();
    private static volatile CountDownLatch held = new CountDownLatch(0);
    private static volatile CountDownLatch inside = new CountDownLatch(0);

    private Seen() {}

    static void reset() {
        LOADERS.clear();
        release();
    }

    /** The loaders that told of themselves and are not collected. */
    static List<ClassLoader> loaders() {
        List<ClassLoader> alive = new ArrayList<>();
        LOADERS.forEach(each -> {
            ClassLoader loader = each.get();
            if (loader != null) {
                alive.add(loader);
            }
        });
        return alive;
    }

    static int count() {
        return LOADERS.size();
    }

    /** From now on {@link #poll} does not return before the release, whatever interrupts it. */
    static void hold() {
        inside = new CountDownLatch(1);
        held = new CountDownLatch(1);
    }

    static void awaitHeld() throws InterruptedException {
        if (!inside.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody polls");
        }
    }

    static void release() {
        held.countDown();
    }

    /** A plug-in's class. */
    public static void note(Class<?> plugin) {
        LOADERS.add(new WeakReference<>(plugin.getClassLoader()));
    }

    /** What a task waits for in its poll. */
    public static void poll() throws InterruptedException {
        CountDownLatch holds = held;
        if (holds.getCount() == 0) {
            // Waits for nothing: an idle poll takes its time.
            var unused = new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
            return;
        }
        inside.countDown();
        while (holds.getCount() > 0) {
            try {
                holds.await();
            } catch (InterruptedException e) {
                // A plug-in that does not care.
                assert holds != null;
            }
        }
    }
}
