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
package io.connectembedded.internal.engine.task;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.offset.OffsetStorage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What is said of commits of source offsets that fail: once for each outage of a store, however many tasks commit to it,
 * and once for each task where the failure is the task's own. Any thread.
 */
public final class CommitReports {

    /** What is news about a commit. */
    enum News {
        NONE,
        FAILS,
        WORKS_AGAIN
    }

    private final Time time;
    private final Map<OffsetStorage, Outage> outages = new ConcurrentHashMap<>();

    public CommitReports(Time time) {
        this.time = time;
    }

    /** Of one task that commits to this store. */
    OfTask of(OffsetStorage storage) {
        return new OfTask(outages.computeIfAbsent(storage, any -> new Outage()));
    }

    final class OfTask {
        private final Outage outage;
        private final AtomicBoolean own = new AtomicBoolean();

        private OfTask(Outage outage) {
            this.outage = outage;
        }

        News of(Duration took, @Nullable Throwable failure) {
            long now = time.hiResClockMs();
            if (failure == null) {
                boolean over = outage.succeeded(now - took.toMillis());
                return own.getAndSet(false) || over ? News.WORKS_AGAIN : News.NONE;
            }
            boolean first = isOfStore(failure) ? outage.failed(now) : !own.getAndSet(true);
            return first ? News.FAILS : News.NONE;
        }
    }

    private static boolean isOfStore(Throwable failure) {
        return failure instanceof ConnectEmbeddedException
                || failure instanceof TimeoutException
                || (failure.getClass() == ConnectException.class && failure.getCause() instanceof TimeoutException);
    }

    /** It is over with the first commit that began after the last failure: a late one may have waited in it. */
    private static final class Outage {
        private boolean lasts;
        private long lastMs;

        synchronized boolean failed(long nowMs) {
            boolean first = !lasts;
            lasts = true;
            lastMs = nowMs;
            return first;
        }

        synchronized boolean succeeded(long begunMs) {
            boolean over = lasts && begunMs >= lastMs;
            lasts &= !over;
            return over;
        }
    }
}
