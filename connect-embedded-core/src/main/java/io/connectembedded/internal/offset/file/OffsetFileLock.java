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

import io.connectembedded.error.ConnectEmbeddedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** One owner per offset file, among all processes and within this one. */
final class OffsetFileLock implements AutoCloseable {

    private final Path lockFile;
    private final String registration;
    private final FileChannel channel;

    private OffsetFileLock(Path lockFile, String registration, FileChannel channel) {
        this.lockFile = lockFile;
        this.registration = registration;
        this.channel = channel;
    }

    /**
     * Takes the lock or refuses at once. Owners in this JVM are told apart by a system property, the one register all
     * class loaders share: to open and close the lock file once more would, on POSIX, drop the first owner's lock.
     */
    static OffsetFileLock take(Path file) throws IOException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        String registration = "io.connectembedded.offset.file:" + file;
        if (System.getProperties().putIfAbsent(registration, "in use") != null) {
            throw refused(file, "another worker in this JVM", null);
        }
        try {
            return new OffsetFileLock(lockFile, registration, lock(file, lockFile));
        } catch (IOException | RuntimeException e) {
            System.getProperties().remove(registration);
            throw e;
        }
    }

    /** An owner deletes the file as it leaves, perhaps between our open and our lock: then we locked a ghost. */
    private static FileChannel lock(Path file, Path lockFile) throws IOException {
        while (true) {
            Object before = identity(lockFile, true);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw refused(file, "another process", null);
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw refused(file, "another part of this JVM", e);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            if (before.equals(identity(lockFile, false))) {
                return channel;
            }
            channel.close();
        }
    }

    /** Only asks the file system: opening and closing the file would drop the lock. */
    private static Object identity(Path lockFile, boolean create) throws IOException {
        if (create && !Files.exists(lockFile)) {
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
        }
        try {
            Object key =
                    Files.readAttributes(lockFile, BasicFileAttributes.class).fileKey();
            return key == null ? "unknown" : key;
        } catch (NoSuchFileException e) {
            return "gone " + create;
        }
    }

    private static ConnectEmbeddedException refused(Path file, String owner, @Nullable Exception cause) {
        return new ConnectEmbeddedException(
                "The offset file " + file + " is in use by " + owner
                        + "; stop that worker or give this one a file of its own",
                cause);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            // Before the lock goes, so that nobody's fresh lock file is deleted.
            Files.deleteIfExists(lockFile);
        } finally {
            System.getProperties().remove(registration);
        }
    }
}
