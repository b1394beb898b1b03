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

import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes dead letters of what came in. Called by whichever thread a failure is found on; must not throw.
 *
 * @param <T> what came in
 */
public interface Letters<T> {

    /** Key, value, headers and timestamp of the original. */
    ProducerRecord<byte[], byte[]> letter(String topic, T original);

    /** Where the original is from: names, without the prefix, and values of context headers. */
    void origin(T original, BiConsumer<String, String> header);
}
