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
package io.connectembedded.internal.log;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The first transaction that is open in a partition.
 *
 * @param start the offset of its first record
 * @param since when that was written; null when it is not known
 */
record OpenTransaction(
        TopicPartition partition, long start, @Nullable Instant since) {

    @Override
    public String toString() {
        return partition + (since == null ? "" : " since " + since);
    }

    /** How it is ended by hand. */
    String abort() {
        return "abort --topic " + partition.topic() + " --partition " + partition.partition() + " --start-offset "
                + start;
    }
}
