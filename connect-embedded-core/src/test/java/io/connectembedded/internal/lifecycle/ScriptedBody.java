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

import io.connectembedded.metrics.TaskMetrics;
import io.connectembedded.status.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A task whose steps are what a test says; it notes every call. */
final class ScriptedBody implements TaskBody {

    /** What a call does. */
    interface Step {
        void run() throws Exception;
    }

    final List<String> calls = new CopyOnWriteArrayList<>();
    final Queue<Step> rounds = new ConcurrentLinkedQueue<>();
    volatile Step onStart = () -> {};
    volatile Step onFinish = () -> {};
    volatile boolean iteratesWhilePaused;
    volatile boolean interruptedAtEnd;
    private volatile String stage = "create";

    @Override
    public void start() throws Exception {
        stage = "start";
        calls.add("start");
        onStart.run();
    }

    @Override
    public void iterate() throws Exception {
        stage = "poll";
        calls.add("iterate");
        Step next = rounds.poll();
        if (next == null) {
            throw new AssertionError("the script is at its end");
        }
        next.run();
    }

    @Override
    public Duration untilRound() {
        return Duration.ofDays(1);
    }

    @Override
    public void commit() {
        calls.add("commit");
    }

    @Override
    public boolean iteratesWhilePaused() {
        return iteratesWhilePaused;
    }

    @Override
    public void pause() {
        calls.add("pause");
    }

    @Override
    public void resume() {
        calls.add("resume");
    }

    @Override
    public void finish(boolean failed, Deadline deadline) {
        interruptedAtEnd = Thread.currentThread().isInterrupted();
        calls.add(failed ? "finish failed" : "finish");
        try {
            onFinish.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close(Deadline deadline) {
        calls.add("close");
    }

    @Override
    public String stage() {
        return stage;
    }

    @Override
    public void wakeUp() {}

    @Override
    public void cancel() {}

    @Override
    public void stateChanged(TaskState to) {}

    @Override
    public TaskMetrics metrics(Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeMetrics() {}
}
