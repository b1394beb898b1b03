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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** What the offset file asks of the file system: each call is one step, between two of which a process may die. */
interface Disk {

    /** What is in a file, written when asked. */
    interface Contents {
        void writeTo(OutputStream out) throws IOException;
    }

    /** False also when it cannot be told: then reading says why. */
    boolean isMissing(Path file);

    byte[] read(Path file) throws IOException;

    /** Makes a new file; its contents are on the disk when this returns. */
    void write(Path file, Contents contents) throws IOException;

    /** Gives a file a second, new name; a copy where the file system has no such names. */
    void link(Path file, Path name) throws IOException;

    /** Atomically, taking the place of what is there. */
    void move(Path from, Path to) throws IOException;

    /** Nothing if there is none. */
    void delete(Path file) throws IOException;

    /** Makes the names in a folder durable. */
    void sync(Path folder) throws IOException;
}
