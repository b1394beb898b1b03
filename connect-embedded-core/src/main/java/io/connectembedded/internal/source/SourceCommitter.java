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

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole promise of a commit: flush, durable, then {@link SourceTask#commit} (I2). The periodic commit never waits;
 * the last one, on the task thread, does.
 */
final class SourceCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(SourceCommitter.class);

    private final TaskId id;
    private final SourceOffsets offsets;
    private final SourceTask task;
    private final CommitListener listener;
    private final Time time;
    private final PluginScope scope;
    private final Class<?> taskClass;
    private final boolean tellsTask;
    private final AtomicBoolean beginning = new AtomicBoolean();
    private final Semaphore telling = new Semaphore(1);
    private volatile boolean ending;
    private volatile boolean cancelled;

    /** {@code taskClass} is the plug-in's own, whoever passes calls on to it. */
    SourceCommitter(
            TaskId id, SourceOffsets offsets, SourceTask task, Class<?> taskClass, CommitListener listener, Time time) {
        this.id = id;
        this.offsets = offsets;
        this.task = task;
        this.listener = listener;
        this.time = time;
        this.scope = PluginScope.task(id, taskClass);
        this.taskClass = taskClass;
        this.tellsTask = overridesCommit(task.getClass());
    }

    TaskId id() {
        return id;
    }

    /** Whether the task has a commit of its own. */
    boolean tellsTask() {
        return tellsTask;
    }

    /**
     * Starts a commit, unless one is under way; what it came to is told to the listener, and the task by {@code
     * callbacks}. The answer is a copy of the flush, which its caller may fail when it takes too long.
     */
    CompletableFuture<Integer> begin(Executor callbacks) {
        if (!beginning.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(0);
        }
        long begin = time.hiResClockMs();
        CompletableFuture<Integer> flush = flushed().copy();
        var unused = flush.whenComplete((partitions, failure) -> {
            beginning.set(false);
            report(partitions, begin, failure == null ? null : unwrapped(failure));
            if (failure == null && tellsTask) {
                callbacks.execute(this::tellTask);
            }
        });
        return flush;
    }

    /** A flush that fails at once must not be taken for one under way. */
    private CompletableFuture<Integer> flushed() {
        try {
            return offsets.flush();
        } catch (Throwable t) {
            beginning.set(false);
            throw t;
        }
    }

    /** An interrupt was meant for the plug-in: what Kafka has acknowledged is committed all the same. */
    void commitLast(Deadline deadline) {
        try {
            try {
                commitAndWait(deadline.leaving(0.3).remaining());
            } catch (InterruptedException e) {
                commitAndWait(deadline.leaving(0.3).remaining());
            }
        } catch (InterruptedException e) {
            LOG.warn("The last commit was interrupted twice; records since the last one will be read again");
        }
    }

    /** The last commit, on the task thread: waits for its flush, then tells the task. */
    void commitAndWait(Duration limit) throws InterruptedException {
        long begin = time.hiResClockMs();
        Deadline deadline = Deadline.after(time, limit);
        boolean toldByOther = beginning.get();
        ending = true;
        try {
            // A flush that began earlier may lack what was acknowledged since; its failure is not ours.
            int before = await(offsets.flush().exceptionally(failure -> 0), deadline);
            int since = await(offsets.flush(), deadline);
            report(toldByOther ? since : before + since, begin, null);
            tellTaskLast(deadline);
        } catch (ExecutionException e) {
            report(0, begin, unwrapped(e));
        } catch (TimeoutException e) {
            report(0, begin, new ConnectException("The offset store did not answer within " + limit, e));
        }
    }

    private static int await(CompletableFuture<Integer> flush, Deadline deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        return flush.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Any thread: the task was abandoned, nothing of it is stored or told any more. */
    void cancel() {
        cancelled = true;
        offsets.cancel();
    }

    /** A commit that did not even begin. */
    void failed(Throwable cause) {
        listener.committed(0, Duration.ZERO, cause);
    }

    /** Waits for a call that is under way: the task must hear of its last offsets. */
    private void tellTaskLast(Deadline deadline) throws InterruptedException {
        if (telling.tryAcquire(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
            tellTaskExclusively(false);
        }
    }

    /** At most one call at a time: a task that hangs here holds up its own commits only. */
    private void tellTask() {
        if (telling.tryAcquire()) {
            scope.run(() -> tellTaskExclusively(ending));
        }
    }

    /** {@code tooLate}: the task's last commit has begun and tells it of everything, and after that comes its stop. */
    private void tellTaskExclusively(boolean tooLate) {
        try {
            if (cancelled || tooLate) {
                return;
            }
            task.commit();
        } catch (Throwable t) {
            listener.tellingFailed(new ConnectException(
                    taskClass.getName() + ".commit() failed after its offsets were stored; the task goes on", t));
        } finally {
            telling.release();
        }
    }

    private void report(@Nullable Integer partitions, long begin, @Nullable Throwable failure) {
        int count = partitions == null ? 0 : partitions;
        if (!cancelled && (count > 0 || failure != null)) {
            listener.committed(count, Duration.ofMillis(time.hiResClockMs() - begin), failure);
        }
    }

    /** What the store threw, without the wrappers of futures. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && Failures.causeOf(cause) != cause) {
            cause = Failures.causeOf(cause);
        }
        return cause;
    }

    private static boolean overridesCommit(Class<?> taskClass) {
        try {
            return taskClass.getMethod("commit").getDeclaringClass() != SourceTask.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return true;
        }
    }
}
