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
package io.connectembedded.behaviour.hostile;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What hostile plug-ins do, method by method: each asks the one scene that is open. Who a plug-in is, is its connector's
 * name, and its simple class name as long as it has no config. To close the scene ends whatever hangs in it.
 */
final class Scene implements AutoCloseable {

    /** The key by which tasks, converters and transformations know whose they are. */
    static final String OWNER = "owner";

    /** What an act returns when the plug-in is to go on as usual. */
    static final Object USUAL = new Object();

    private static final AtomicReference<Scene> OPEN = new AtomicReference<>();

    /** What a method does instead of its usual; what it returns is the method's answer. */
    @FunctionalInterface
    interface Act {
        Object play(Object argument) throws Throwable;
    }

    private final Map<String, Queue<Act>> acts = new ConcurrentHashMap<>();
    private final Map<String, Act> always = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Thread> hung = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean interrupted;
    final Map<String, Object> seen = new ConcurrentHashMap<>();

    private Scene() {}

    static Scene open() {
        Scene scene = new Scene();
        if (!OPEN.compareAndSet(null, scene)) {
            throw new IllegalStateException("another scene is open");
        }
        return scene;
    }

    /** Each time this method is called, the next of these acts; after the last the usual. */
    Scene on(String who, String method, Act... one) {
        acts.computeIfAbsent(who + "." + method, any -> new ConcurrentLinkedQueue<>())
                .addAll(List.of(one));
        return this;
    }

    /** Each time this method is called, and no act of {@link #on} is left. */
    Scene always(String who, String method, Act act) {
        always.put(who + "." + method, act);
        return this;
    }

    /** Hangs until the scene is closed, whoever interrupts. */
    Object hang(Object argument) {
        hung.add(Thread.currentThread());
        boolean waiting = true;
        while (waiting) {
            try {
                closed.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = closed.getCount() > 0;
            }
        }
        return USUAL;
    }

    /** Waits until somebody interrupts, or the scene is closed. */
    Object block(Object argument) throws InterruptedException {
        hung.add(Thread.currentThread());
        try {
            closed.await();
        } catch (InterruptedException e) {
            interrupted = true;
            throw e;
        }
        return USUAL;
    }

    /** Keeps a processor busy until the scene is closed, whoever interrupts. */
    Object spin(Object argument) {
        hung.add(Thread.currentThread());
        while (closed.getCount() > 0) {
            Thread.onSpinWait();
        }
        return USUAL;
    }

    static Act usual() {
        return argument -> USUAL;
    }

    static Act failing(Supplier<? extends Throwable> failure) {
        return argument -> {
            throw failure.get();
        };
    }

    static Act answering(Object answer) {
        return argument -> answer;
    }

    /** Called by the plug-ins. */
    @SuppressWarnings("unchecked") // An act answers what its method does, or is hostile.
    static <T> T act(String who, String method, Object argument, Supplier<T> usual) {
        Scene scene = OPEN.get();
        if (scene == null) {
            return usual.get();
        }
        scene.calls.add(who + "." + method);
        Queue<Act> acts = scene.acts.get(who + "." + method);
        Act once = acts == null ? null : acts.poll();
        Act act = once == null ? scene.always.get(who + "." + method) : once;
        if (act == null) {
            return usual.get();
        }
        try {
            Object answer = act.play(argument);
            return answer == USUAL ? usual.get() : (T) answer;
        } catch (Throwable t) {
            throw thrownAsItIs(t);
        }
    }

    static void act(String who, String method, Object argument) {
        act(who, method, argument, () -> null);
    }

    @SuppressWarnings("unchecked") // Whatever an act throws comes out of the plug-in as it is.
    private static <E extends Throwable> void throwAsItIs(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static IllegalStateException thrownAsItIs(Throwable thrown) {
        Scene.<RuntimeException>throwAsItIs(thrown);
        return new IllegalStateException(thrown);
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    void awaitCall(String call) {
        awaitCalls(call, 1);
    }

    void awaitCalls(String call, long times) {
        await(call)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count(call) >= times);
    }

    boolean isOpen() {
        return closed.getCount() > 0;
    }

    /** Whether anything that waits in {@link #block} was interrupted. */
    boolean wasInterrupted() {
        return interrupted;
    }

    List<Thread> hung() {
        return new ArrayList<>(hung);
    }

    static Map<String, String> ownedBy(String who) {
        return new HashMap<>(Map.of(OWNER, who));
    }

    @Override
    public void close() {
        closed.countDown();
        OPEN.compareAndSet(this, null);
    }
}
