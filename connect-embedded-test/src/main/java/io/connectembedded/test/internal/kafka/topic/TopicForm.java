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
package io.connectembedded.test.internal.kafka.topic;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** How the keys or the values of a topic become bytes and bytes become them; throws what its format throws. */
interface TopicForm<T> {

    /** What was read; without a schema unless it is Connect data that has one. */
    record Read<T>(@Nullable Schema schema, @Nullable T value) {}

    byte @Nullable [] bytes(String topic, Headers headers, @Nullable T value);

    Read<T> read(String topic, Headers headers, byte @Nullable [] bytes);
}
