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
package io.connectembedded.offset;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of one source partition, as exact JSON text in Connect's form.
 *
 * @param connector the connector's name
 * @param partition the source partition, a JSON object
 * @param offset the position, a JSON object; null deletes the partition
 */
public record StoredOffset(
        String connector, String partition, @Nullable String offset) {
    public StoredOffset {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(partition, "partition");
    }
}
