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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The local file system, which fails in one step as it is told. */
final class FullDisk implements Disk {

    private final Disk disk = new LocalDisk();
    private @Nullable IOException onWrite;
    private @Nullable IOException onMove;
    private @Nullable IOException onSync;
    private @Nullable IOException onRead;

    void failWrites(@Nullable IOException failure) {
        onWrite = failure;
    }

    void failMoves(@Nullable IOException failure) {
        onMove = failure;
    }

    void failSyncs(@Nullable IOException failure) {
        onSync = failure;
    }

    void failReads(@Nullable IOException failure) {
        onRead = failure;
    }

    private static void fail(@Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public boolean isMissing(Path file) {
        return disk.isMissing(file);
    }

    @Override
    public byte[] read(Path file) throws IOException {
        fail(onRead);
        return disk.read(file);
    }

    @Override
    public void write(Path file, Contents contents) throws IOException {
        disk.write(file, out -> {
            out.write("half".getBytes(StandardCharsets.UTF_8));
            fail(onWrite);
        });
        disk.delete(file);
        disk.write(file, contents);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        disk.link(file, name);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        fail(onMove);
        disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void sync(Path folder) throws IOException {
        fail(onSync);
        disk.sync(folder);
    }
}
