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
package io.connectembedded.test.internal.delivery.source;

import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.delivery.fault.Content;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One record of a source, the same over all incarnations that poll it again, and what became of it. */
final class KnownRecord {

    /** What makes two records the same one; {@code nth} tells equal ones of one incarnation apart. */
    record Identity(
            SourceTrail trail,
            @Nullable String offset,
            @Nullable String topic,
            Content key,
            Content value,
            int nth) {

        Identity numbered(int number) {
            return new Identity(trail, offset, topic, key, value, number);
        }
    }

    private final TaskId task;
    private final Identity identity;
    private final String shown;
    final int sequence; // in its source partition, in the order of first polls, from 1
    int timesOnTopic;
    final Set<String> places = new HashSet<>(); // on topics, where its task was told it is
    boolean dropped;
    boolean passed;

    /** {@code shown} is what messages tell of it. */
    KnownRecord(TaskId task, Identity identity, String shown, int sequence) {
        this.task = task;
        this.identity = identity;
        this.shown = shown;
        this.sequence = sequence;
    }

    boolean isOf(SourceTrail trail) {
        return identity.trail() == trail;
    }

    boolean isLost() {
        return timesOnTopic == 0 && !dropped;
    }

    @Override
    public String toString() {
        return "task " + task + ": record " + sequence + " of partition "
                + identity.trail().partition() + " " + shown;
    }
}
