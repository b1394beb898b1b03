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
package io.connectembedded.internal.plugin.discovery;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is in front of a class file's code, as the JVM's specification lays it out (chapter 4). */
final class ClassFileReader {

    private static final int MAGIC = 0xCAFEBABE;
    private static final int PUBLIC = 0x0001;
    private static final int INTERFACE_OR_ABSTRACT = 0x0200 | 0x0400;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private final ByteBuffer code;
    private final int[] constants; // where the constant of each number begins, behind its tag

    private ClassFileReader(byte[] bytes) throws IOException {
        code = ByteBuffer.wrap(bytes);
        if (code.getInt() != MAGIC) {
            throw new IOException("it is no class file");
        }
        code.getInt(); // The version: whatever it is, this part is the same.
        constants = new int[unsigned()];
        for (int i = 1; i < constants.length; i++) {
            int tag = code.get();
            constants[i] = code.position();
            skip(tag == UTF8 ? unsigned() : length(tag));
            if (tag == LONG || tag == DOUBLE) {
                i++; // They count as two.
            }
        }
    }

    static ClassFile read(byte[] bytes) throws IOException {
        try {
            return new ClassFileReader(bytes).header();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("it ends too early, or is none", e);
        }
    }

    private static int length(int tag) throws IOException {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case LONG, DOUBLE -> 8;
            default -> throw new IOException("a constant of an unknown kind, " + tag + ", is in it");
        };
    }

    private ClassFile header() throws IOException {
        int flags = unsigned();
        String name = className(unsigned());
        int superClass = unsigned();
        @Nullable String superName = superClass == 0 ? null : className(superClass);
        List<String> interfaces = new ArrayList<>();
        for (int left = unsigned(); left > 0; left--) {
            interfaces.add(className(unsigned()));
        }
        boolean concrete = (flags & PUBLIC) != 0 && (flags & INTERFACE_OR_ABSTRACT) == 0;
        return new ClassFile(name, superName, List.copyOf(interfaces), concrete && hasPlainConstructor());
    }

    private boolean hasPlainConstructor() throws IOException {
        for (int fields = unsigned(); fields > 0; fields--) {
            skip(6);
            skipAttributes();
        }
        for (int methods = unsigned(); methods > 0; methods--) {
            int flags = unsigned();
            String name = text(unsigned());
            String descriptor = text(unsigned());
            if (name.equals("<init>") && descriptor.equals("()V")) {
                return (flags & PUBLIC) != 0;
            }
            skipAttributes();
        }
        return false;
    }

    private void skipAttributes() {
        for (int attributes = unsigned(); attributes > 0; attributes--) {
            skip(2);
            skip(code.getInt());
        }
    }

    private String className(int constant) throws IOException {
        return text(Short.toUnsignedInt(code.getShort(constants[constant]))).replace('/', '.');
    }

    /** As the JVM writes text, which is the way of {@code DataOutput}. */
    private String text(int constant) throws IOException {
        int at = constants[constant];
        int length = Short.toUnsignedInt(code.getShort(at)) + 2;
        return new DataInputStream(new ByteArrayInputStream(code.array(), at, length)).readUTF();
    }

    private int unsigned() {
        return Short.toUnsignedInt(code.getShort());
    }

    private void skip(int bytes) {
        code.position(code.position() + bytes);
    }
}
