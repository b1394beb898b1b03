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
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offset file and the files beside it. The file itself is only ever replaced, atomically, by a complete one, so
 * that from the first write on it is missing only if somebody deleted it; what it held is kept beside it first.
 */
final class GenerationFiles {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationFiles.class);

    private final Disk disk;
    private final Path file;
    private final OffsetFormat format;
    private final Path previous;
    private final Path temporary;
    private final Path link;
    private boolean imported;

    GenerationFiles(Disk disk, Path file, OffsetFormat format) {
        this.disk = disk;
        this.file = file;
        this.format = format;
        previous = beside(".previous");
        temporary = beside(".tmp");
        link = beside(".previous.tmp");
    }

    /**
     * The newest complete generation.
     *
     * @throws ConnectEmbeddedException if there were offsets but no complete ones are left; all files stay as they are
     */
    Generation load() throws IOException {
        disk.delete(temporary);
        disk.delete(link);
        boolean missing = disk.isMissing(file);
        if (missing && disk.isMissing(previous)) {
            return Generation.empty();
        }
        try {
            if (missing) {
                throw new DamagedFileException("is missing");
            }
            return read(file);
        } catch (DamagedFileException e) {
            return recover(e, missing);
        }
    }

    /** The new contents are on the disk before anything changes its name: a full disk leaves all as it was. */
    void save(Generation generation) throws IOException {
        disk.delete(temporary);
        disk.write(temporary, out -> format.write(generation, out));
        keepCurrent();
        disk.move(temporary, file);
        disk.sync(folder());
    }

    private void keepCurrent() throws IOException {
        if (imported) {
            keep(free(".connect"));
            if (!disk.isMissing(previous)) {
                // It is older than what Connect wrote, and must not come back when our file is damaged.
                disk.move(previous, free(".discarded"));
            }
            imported = false;
        } else if (!disk.isMissing(file)) {
            keep(previous);
        }
    }

    private Generation read(Path path) throws IOException, DamagedFileException {
        byte[] bytes = disk.read(path);
        if (!ConnectFormat.isOne(bytes)) {
            return GenerationFormat.decode(path, bytes, format);
        }
        Generation generation = ConnectFormat.decode(path, bytes, format);
        imported = !(format instanceof ConnectFormat);
        return generation;
    }

    private Generation recover(DamagedFileException damage, boolean missing) throws IOException {
        Generation intact = readPrevious(damage);
        Path aside = missing ? null : free(".damaged");
        if (aside != null) {
            keep(aside);
        }
        disk.write(temporary, out -> format.write(intact, out));
        disk.move(temporary, file);
        disk.sync(folder());
        imported = false;
        tell(damage, intact, aside);
        return intact;
    }

    private Generation readPrevious(DamagedFileException damage) throws IOException {
        try {
            if (disk.isMissing(previous)) {
                throw new DamagedFileException("does not exist");
            }
            return read(previous);
        } catch (DamagedFileException e) {
            ConnectEmbeddedException failure = new ConnectEmbeddedException(
                    "The offset file " + file + " " + damage.getMessage() + ", and its previous generation " + previous
                            + " " + e.getMessage() + ". Restore one of them from a backup, or delete both to let all"
                            + " sources start from scratch",
                    damage);
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private void tell(DamagedFileException damage, Generation intact, @Nullable Path aside) {
        LOG.warn(
                "The offset file {} {}. Going on with the previous generation, number {}, from {}, so some records may"
                        + " be read again; {}",
                file,
                damage.getMessage(),
                intact.number(),
                previous,
                aside == null
                        ? "to let all sources start from scratch, stop the worker and delete both"
                        : "the damaged file is kept as " + aside);
    }

    /** What the file holds gets a second name, in place of what had that name. */
    private void keep(Path kept) throws IOException {
        disk.delete(link);
        disk.link(file, link);
        disk.move(link, kept);
        // Two names of one file are not moved onto each other, on POSIX: both stay.
        disk.delete(link);
    }

    private Path free(String suffix) {
        Path path = beside(suffix);
        for (int i = 1; !disk.isMissing(path); i++) {
            path = beside(suffix + "-" + i);
        }
        return path;
    }

    private Path folder() {
        return file.resolveSibling(".").normalize();
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
