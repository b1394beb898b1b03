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
package io.connectembedded.driver;

import io.connectembedded.internal.offset.ConnectEntry;
import io.connectembedded.offset.StoredOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what a source's producer wrote to an offset topic. */
public final class StoredInTopic {

    private StoredInTopic() {}

    /** The offset in a record, empty when it has another form. */
    public static Optional<StoredOffset> of(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(ConnectEntry.read(record.key(), record.value()));
    }
}
