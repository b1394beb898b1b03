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

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What somebody makes of a log; told on the thread that reads it. */
public interface LogView {

    /** The next record of its partition. */
    void take(ConsumerRecord<byte[], byte[]> record);

    /** Whose it is: only a reading for the owner must not miss it. Null for nobody's. Changes nothing. */
    @Nullable
    String ownerOf(ConsumerRecord<byte[], byte[]> record);

    /** The topic is another one than before: all of it is read anew. */
    void forget();
}
