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
package io.connectembedded.internal.source.exactlyonce.boundary;

import io.connectembedded.internal.lifecycle.Deadline;
import java.time.Duration;
import org.apache.kafka.common.utils.Time;

/** Whole batches, as many as come in this time; fewer when they fill the memory that is for them. */
final class IntervalBoundary implements Boundary {

    private final Duration interval;
    private final Time time;
    private Deadline due;

    IntervalBoundary(Duration interval, Time time) {
        this.interval = interval;
        this.time = time;
        this.due = Deadline.after(time, interval);
    }

    @Override
    public End afterBatch(boolean full) {
        if (!full && !due.hasPassed()) {
            return End.NOT_YET;
        }
        return atEnd(true);
    }

    @Override
    public End atEnd(boolean through) {
        due = Deadline.after(time, interval);
        return End.COMMIT;
    }
}
