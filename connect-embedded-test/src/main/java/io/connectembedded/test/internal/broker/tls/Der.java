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
package io.connectembedded.test.internal.broker.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** ASN.1's distinguished encoding (X.690), as far as a certificate takes it. */
final class Der {

    private static final int CONSTRUCTED = 0x20;
    private static final int CONTEXT = 0x80;
    private static final int LONG_LENGTH = 0x80;
    private static final int SEVEN_BITS = 0x7f;
    private static final byte TRUE = (byte) 0xff;

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {TRUE});
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    /** Whole bytes: none of the last one's bits is unused. */
    static byte[] bits(byte[] value) {
        return tagged(0x03, new byte[] {0}, value);
    }

    static byte[] utf8(String value) {
        return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
    }

    /** To the second, and with two digits for the year, 1950 to 2049. */
    static byte[] time(Instant value) {
        return tagged(0x17, ascii(UTC.format(value)));
    }

    /** The bytes alone, for {@link #implicit}. */
    static byte[] ascii(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] explicit(int number, byte[] value) {
        return tagged(CONTEXT | CONSTRUCTED | number, value);
    }

    static byte[] implicit(int number, byte[] value) {
        return tagged(CONTEXT | number, value);
    }

    static byte[] oid(int first, int second, int... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first * 40 + second);
        for (int part : more) {
            writeBase128(part, out);
        }
        return tagged(0x06, out.toByteArray());
    }

    private static void writeBase128(int value, ByteArrayOutputStream out) {
        int groups = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
        for (int group = groups - 1; group >= 0; group--) {
            int bits = (value >>> (7 * group)) & SEVEN_BITS;
            out.write(group == 0 ? bits : bits | LONG_LENGTH);
        }
    }

    static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        byte[] content = concatenated(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(content.length, out);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static void writeLength(int length, ByteArrayOutputStream out) {
        if (length < LONG_LENGTH) {
            out.write(length);
        } else {
            byte[] digits = unsigned(length);
            out.write(LONG_LENGTH | digits.length);
            out.writeBytes(digits);
        }
    }

    private static byte[] unsigned(int value) {
        byte[] digits = BigInteger.valueOf(value).toByteArray();
        return digits[0] == 0 ? Arrays.copyOfRange(digits, 1, digits.length) : digits;
    }
}
