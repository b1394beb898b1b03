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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The line that says what a file is: format and version, the generation's number, how many entries it has. */
record GenerationHeader(long generation, int entries) {

    static final String MAGIC = "connect-embedded-offsets";
    private static final int VERSION = 1;

    static GenerationHeader of(Generation generation) {
        return new GenerationHeader(generation.number(), generation.entries().size());
    }

    byte[] line() {
        return (MAGIC + " version=" + VERSION + " generation=" + generation + " entries=" + entries + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@code line}: of a file whose checksum fits, so that whatever is odd about it was written that way. */
    static GenerationHeader parse(Path file, String line) throws DamagedFileException {
        String[] fields = line.split(" ", -1);
        if (!fields[0].equals(MAGIC) || fields.length < 2) {
            throw new DamagedFileException("is not an offset file of this library");
        }
        long version = number(fields[1], "version=");
        if (version != VERSION) {
            throw new ConnectEmbeddedException("The offset file " + file + " has format version " + version
                    + ", but this release of the library knows version " + VERSION
                    + " only: a newer release wrote it; run that one, or give the store another file");
        }
        if (fields.length != 4) {
            throw new DamagedFileException("has an unreadable header, " + Arrays.toString(fields));
        }
        return new GenerationHeader(number(fields[2], "generation="), (int) number(fields[3], "entries="));
    }

    private static long number(String field, String name) throws DamagedFileException {
        try {
            return field.startsWith(name) ? Long.parseLong(field.substring(name.length())) : -1;
        } catch (NumberFormatException e) {
            throw new DamagedFileException("has an unreadable header", e);
        }
    }

    void require(int found) throws DamagedFileException {
        if (entries != found) {
            throw new DamagedFileException("announces " + entries + " entries but holds " + found);
        }
    }
}
