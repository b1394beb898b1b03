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
package io.connectembedded.internal.source.inflight;

/**
 * What is in flight, held against its limit. Written under the lock of its owner, read by any thread. A
 * task that had to rest goes on when a quarter is free, so that it does not go to sleep again for every record.
 */
public final class InFlightBound {

    private final InFlightLimit limit;
    private volatile int records;
    private volatile long bytes;

    public InFlightBound(InFlightLimit limit) {
        this.limit = limit;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under a lock
    public void add(int size) {
        records++;
        bytes += size;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under a lock
    public void remove(int size) {
        records--;
        bytes -= size;
    }

    /** Whether a record of this size may follow. */
    public boolean admits(int size) {
        return records == 0 || (records < limit.records() && bytes + size <= limit.bytes());
    }

    /** Whether a task that waits to submit a record of this size should go on. */
    public boolean isRelaxed(int size) {
        return records == 0
                || (admits(size)
                        && records <= limit.records() - limit.records() / 4
                        && bytes <= limit.bytes() - limit.bytes() / 4);
    }

    public int records() {
        return records;
    }

    public long bytes() {
        return bytes;
    }
}
