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
package io.connectembedded.internal.offset.file;

import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.io.OutputStream;

/** How a generation is written; what is read may be in any of them. */
sealed interface OffsetFormat permits GenerationFormat, ConnectFormat {

    /**
     * What stands for an entry, up to its offset: rendered once for a source partition.
     *
     * @throws IllegalArgumentException if the connector or partition cannot be kept in this format
     */
    byte[] head(StoredOffset entry);

    /** The rest of what stands for an entry. */
    byte[] tail(StoredOffset entry);

    /** Header, entries and a checksum of all of it. */
    void write(Generation generation, OutputStream out) throws IOException;
}
