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
package io.connectembedded.internal.error;

import io.connectembedded.status.Failure;
import org.jspecify.annotations.Nullable;

/** Counts the records given up in one batch, to tell them as one. Thread-safe. */
public final class FailedRecords {

    private final Listener listener;
    private int count;
    private @Nullable Failure first;

    /** Told of every batch in which records were given up; on the task thread. */
    @FunctionalInterface
    public interface Listener {
        void failed(int count, Failure first);
    }

    public FailedRecords(Listener listener) {
        this.listener = listener;
    }

    synchronized void add(Failure failure) {
        count++;
        if (first == null) {
            first = failure;
        }
    }

    void tell() {
        int failed;
        Failure cause;
        synchronized (this) {
            failed = count;
            cause = first;
            count = 0;
            first = null;
        }
        if (cause != null) {
            listener.failed(failed, cause);
        }
    }
}
