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

/**
 * The positions of source connectors in one local file that survives a crash at any instant. Every write makes a whole
 * new file, forced to the disk and moved into the place of the last, which is kept beside it as {@code
 * <file>.previous}. A file that is cut off or changed is noticed when it is opened: the previous one is used then, one
 * warning says so, and the damaged file is kept as {@code <file>.damaged}. When neither is complete, opening fails.
 *
 * <p>One worker at a time uses a file; two need a file each. The store reads both formats, whichever it writes.
 */
public interface FileOffsetStore extends OffsetStore {
    /**
     * Another store of the same file that writes it in the format of Connect's standalone worker ({@code
     * offset.storage.file.filename}), so that such a worker may be started on it after this one has stopped. Without
     * it the file is text, one JSON object for each source partition, and an existing file of Connect's is kept as
     * {@code <file>.connect} at the first write.
     *
     * <p>Here too the previous file is kept and damage noticed, by a checksum behind what Connect reads. Connect itself
     * writes none and replaces the file in place: of what it wrote last, only damage to the form can be noticed.
     */
    FileOffsetStore connectFormat();
}
