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
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offset file and the files beside it. The file itself is only ever replaced, atomically, by a complete one, so
 * that from the first write on it is missing only if somebody deleted it; what it held is kept beside it first.
 */
final class GenerationFiles {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationFiles.class);

    private final Path file;
    private final Path previous;
    private final Path temporary;
    private boolean fromConnect;

    GenerationFiles(Path file) {
        this.file = file;
        previous = beside(".previous");
        temporary = beside(".tmp");
    }

    /** @throws ConnectEmbeddedException if there are offsets but no intact ones; all files are left as they are */
    Generation load() throws IOException {
        Files.deleteIfExists(temporary);
        if (Files.notExists(file)) {
            return startFromScratch();
        }
        try {
            return read(file);
        } catch (DamagedFileException e) {
            return recover(e);
        }
    }

    void save(Generation generation) throws IOException {
        if (fromConnect) {
            keep(free(".connect"));
            if (Files.exists(previous)) {
                Files.move(previous, free(".discarded"));
            }
        } else if (Files.exists(file)) {
            keep(previous);
        }
        replace(GenerationFormat.encode(generation));
        fromConnect = false;
    }

    private Generation read(Path path) throws IOException, DamagedFileException {
        byte[] bytes = Files.readAllBytes(path);
        if (!ConnectOffsetFile.isOne(bytes)) {
            return GenerationFormat.decode(bytes);
        }
        Generation imported = Generation.of(0, ConnectOffsetFile.decode(path, bytes));
        fromConnect = true;
        return imported;
    }

    /** A left-over previous generation must not come back later, when a new file is damaged. */
    private Generation startFromScratch() throws IOException {
        if (Files.exists(previous)) {
            Path aside = free(".discarded");
            Files.move(previous, aside);
            LOG.warn(
                    "The offset file {} is missing, so all its sources start from scratch. Its previous generation is"
                            + " now {}; if the file was not deleted on purpose, stop the worker and move that one back",
                    file,
                    aside);
        }
        return Generation.empty();
    }

    private Generation recover(DamagedFileException damage) throws IOException {
        Generation intact;
        try {
            if (Files.notExists(previous)) {
                throw new DamagedFileException("does not exist");
            }
            intact = read(previous);
        } catch (DamagedFileException e) {
            ConnectEmbeddedException failure = new ConnectEmbeddedException(
                    "The offset file " + file + " " + damage.getMessage() + ", and its previous generation " + previous
                            + " " + e.getMessage() + ". Restore one of them from a backup, or delete both to let all"
                            + " sources start from scratch",
                    damage);
            failure.addSuppressed(e);
            throw failure;
        }
        Path aside = free(".damaged");
        keep(aside);
        replace(GenerationFormat.encode(intact));
        fromConnect = false;
        LOG.warn(
                "The offset file {} {}. Going on with generation {} from {}, so some records may be read again; the"
                        + " damaged file is kept as {}",
                file,
                damage.getMessage(),
                intact.number(),
                previous,
                aside);
        return intact;
    }

    /** A second name for what the file holds now; a copy where the file system has no such names. */
    private void keep(Path kept) throws IOException {
        Files.deleteIfExists(temporary);
        try {
            Files.createLink(temporary, file);
        } catch (UnsupportedOperationException | IOException e) {
            LOG.debug("No hard links beside {}, so it is copied", file, e);
            Files.deleteIfExists(temporary);
            write(Files.readAllBytes(file));
        }
        move(kept);
    }

    private void replace(byte[] contents) throws IOException {
        Files.deleteIfExists(temporary);
        write(contents);
        move(file);
        syncFolder();
    }

    private void write(byte[] contents) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(contents);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private void move(Path target) throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the renames durable. Windows has no such operation and needs none. */
    private void syncFolder() throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private Path free(String suffix) {
        Path path = beside(suffix);
        for (int i = 1; Files.exists(path); i++) {
            path = beside(suffix + "-" + i);
        }
        return path;
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
