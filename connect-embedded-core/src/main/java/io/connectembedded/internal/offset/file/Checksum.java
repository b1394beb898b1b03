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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** The last line of an offset file, in every version of its formats: the CRC32C of everything before it. */
final class Checksum {

    static final int LENGTH = line(0).length;
    private static final int BUFFER = 1 << 16;

    private Checksum() {}

    /** Writes the contents and after them their checksum. */
    static void write(Disk.Contents contents, OutputStream to) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(to, new CRC32C());
        OutputStream out = new BufferedOutputStream(checked, BUFFER);
        contents.writeTo(out);
        out.flush();
        to.write(line(checked.getChecksum().getValue()));
    }

    static boolean fits(byte[] file) {
        int body = file.length - LENGTH;
        if (body < 0) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(file, 0, body);
        return Arrays.equals(line(crc.getValue()), Arrays.copyOfRange(file, body, file.length));
    }

    private static byte[] line(long crc) {
        String digits = HexFormat.of().toHexDigits((int) crc);
        return ("crc32c=" + digits + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
