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
import io.connectembedded.internal.offset.MortalOwner;
import io.connectembedded.offset.FileOffsetStore;
import io.connectembedded.offset.OffsetStoreContext;
import io.connectembedded.offset.StoredOffset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Offsets in one local file, held in memory while open; each write is a whole new generation of the file (I6). */
public final class OffsetFileStore implements FileOffsetStore {

    private final Path path;
    private final OffsetFormat format;
    private final Disk disk;
    private @Nullable Open open;

    private static final class Open {
        final OffsetFileLock lock;
        final GenerationFiles files;
        final OffsetStoreContext by;
        Generation current;

        Open(OffsetStoreContext by, OffsetFileLock lock, GenerationFiles files, Generation current) {
            this.by = by;
            this.lock = lock;
            this.files = files;
            this.current = current;
        }
    }

    /** Touches nothing until it is opened. */
    public OffsetFileStore(Path path) {
        this(path, new GenerationFormat(), new LocalDisk());
    }

    OffsetFileStore(Path path, OffsetFormat format, Disk disk) {
        this.path = path;
        this.format = format;
        this.disk = disk;
    }

    @Override
    public FileOffsetStore connectFormat() {
        return new OffsetFileStore(path, new ConnectFormat(), disk);
    }

    @Override
    public void open(OffsetStoreContext context) throws IOException {
        if (open != null && open.by instanceof MortalOwner mortal && mortal.isGone()) {
            // Of a process that is killed, the system takes the lock.
            close();
        }
        if (open != null) {
            throw new ConnectEmbeddedException("The offset file " + path + " is already open in worker "
                    + context.workerName() + " or another one with the same store object; give each worker its own");
        }
        try {
            open = load(context, real(path));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Open load(OffsetStoreContext context, Path file) throws IOException {
        OffsetFileLock lock = OffsetFileLock.take(file);
        try {
            GenerationFiles files = new GenerationFiles(disk, file, format);
            return new Open(context, lock, files, files.load());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    public Collection<StoredOffset> read(String connector) {
        return opened().current.read(connector);
    }

    @Override
    public void write(Collection<StoredOffset> offsets) throws IOException {
        Open now = opened();
        Generation next = now.current.with(offsets, format);
        try {
            now.files.save(next);
        } catch (IOException e) {
            throw unwritable(e);
        }
        now.current = next;
    }

    @Override
    public void close() {
        Open was = open;
        open = null;
        if (was != null) {
            try {
                was.lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException("The lock of the offset file " + path + " could not be released", e);
            }
        }
    }

    @Override
    public String toString() {
        return "FileOffsetStore(" + path + ")";
    }

    private Open opened() {
        if (open == null) {
            throw new ConnectEmbeddedException(
                    "The offset file " + path + " is not open; the store works only while its worker runs");
        }
        return open;
    }

    private IOException unreadable(IOException cause) {
        return new IOException(
                "The offset file " + path + " cannot be opened: " + reason(cause) + ". Let the user "
                        + System.getProperty("user.name") + " read and write it and its folder, or give the store"
                        + " another file",
                cause);
    }

    private IOException unwritable(IOException cause) {
        return new IOException(
                "The offset file " + path + " cannot be written: " + reason(cause) + ". It is as it was; see that its"
                        + " disk has room and that the user " + System.getProperty("user.name")
                        + " may write into its folder",
                cause);
    }

    /** The JDK's own messages for the most common of these are a path alone. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied";
        }
        String type = cause instanceof FileSystemException ? cause.getClass().getSimpleName() + ": " : "";
        return type + cause.getMessage();
    }

    /** So that two ways to the same file are one file, and a link is not replaced by a file. */
    private static Path real(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path absolute = path.toAbsolutePath();
        Path folder = Files.createDirectories(absolute.getParent()).toRealPath();
        return folder.resolve(absolute.getFileName());
    }
}
