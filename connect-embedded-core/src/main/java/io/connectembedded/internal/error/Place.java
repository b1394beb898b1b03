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

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Where a record is from, in words. Shows neither its key nor its value, but for {@link #details} of a source's. */
final class Place {

    private Place() {}

    /** As in "the key of ..." */
    static String of(@Nullable Object original) {
        if (original instanceof ConsumerRecord<?, ?> consumed) {
            return "record " + consumed.topic() + "-" + consumed.partition() + "@" + consumed.offset();
        }
        if (original instanceof SourceRecord emitted) {
            return "a record for topic " + emitted.topic() + " at source offset " + emitted.sourceOffset();
        }
        return "a record";
    }

    /** What the log shows of a record when asked for its details, in Connect's own words. */
    static String details(@Nullable Object original) {
        if (original instanceof ConsumerRecord<?, ?> consumed) {
            return ", where consumed record is {topic='" + consumed.topic() + "', partition=" + consumed.partition()
                    + ", offset=" + consumed.offset() + timestamp(consumed) + "}";
        }
        return ", where source record is = " + original;
    }

    private static String timestamp(ConsumerRecord<?, ?> consumed) {
        return consumed.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
                ? ""
                : ", timestamp=" + consumed.timestamp() + ", timestampType=" + consumed.timestampType();
    }
}
