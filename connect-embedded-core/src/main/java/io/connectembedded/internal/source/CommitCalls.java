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
package io.connectembedded.internal.source;

import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.internal.lifecycle.work.Execution;
import io.connectembedded.status.TaskId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * The calls of {@code SourceTask.commit} after a periodic flush, each on a thread of its own, made on demand: what hangs
 * there holds up nobody else, and can be interrupted and told (I5, I8).
 */
final class CommitCalls {

    private final ExecutorService pool;
    private final Consumer<TaskId> hung;
    private final Set<Call> underWay = ConcurrentHashMap.newKeySet();

    CommitCalls(Execution execution, Consumer<TaskId> hung) {
        this.pool = execution.pool("commit-callback");
        this.hung = hung;
    }

    /** {@code interrupts}: of a call of this task. */
    Executor of(SourceCommitter committer, Interrupts interrupts) {
        return code -> pool.execute(() -> run(new Call(committer, interrupts, Thread.currentThread()), code));
    }

    private void run(Call call, Runnable code) {
        underWay.add(call);
        try {
            code.run();
        } finally {
            underWay.remove(call);
            call.end();
        }
    }

    /** Interrupts the call of this task, if there is one. */
    void interrupt(SourceCommitter committer) {
        underWay.stream().filter(call -> call.committer == committer).forEach(Call::interrupt);
    }

    /** Tells of the call of this task that is still under way. */
    void abandon(SourceCommitter committer) {
        underWay.stream().filter(call -> call.committer == committer).forEach(this::abandon);
    }

    /** Ends the threads that do nothing, and interrupts the calls that may be. */
    void interruptAll() {
        pool.shutdown();
        underWay.stream().filter(call -> !call.interrupts.isNever()).forEach(Call::interrupt);
    }

    void abandonAll() {
        underWay.forEach(this::abandon);
    }

    private void abandon(Call call) {
        if (call.isNewlyHung()) {
            hung.accept(call.committer.id());
        }
    }

    /** One call; its lock keeps an interrupt from a thread that has gone on to something else. */
    private static final class Call {

        private final SourceCommitter committer;
        private final Interrupts interrupts;
        private final Thread thread;
        private boolean ended; // guarded by this
        private boolean told; // guarded by this

        Call(SourceCommitter committer, Interrupts interrupts, Thread thread) {
            this.committer = committer;
            this.interrupts = interrupts;
            this.thread = thread;
        }

        synchronized void end() {
            ended = true;
        }

        synchronized void interrupt() {
            if (!ended) {
                thread.interrupt();
            }
        }

        synchronized boolean isNewlyHung() {
            boolean newly = !ended && !told;
            told = true;
            return newly;
        }
    }
}
