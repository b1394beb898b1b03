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
package io.connectembedded.internal.convert.records;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Truth, text and bytes. */
enum PlainForm implements Form {
    BOOLEAN {
        @Override
        public SchemaBuilder schema() {
            return SchemaBuilder.bool();
        }

        @Override
        public Object fromConnect(Object value) {
            return as(Boolean.class, value);
        }
    },
    STRING {
        @Override
        public SchemaBuilder schema() {
            return SchemaBuilder.string();
        }

        @Override
        public Object fromConnect(Object value) {
            return as(String.class, value);
        }
    },
    UUID_TEXT {
        @Override
        public SchemaBuilder schema() {
            return SchemaBuilder.string();
        }

        @Override
        public Object toConnect(Object value, Schema schema) {
            return value.toString();
        }

        @Override
        public Object fromConnect(Object value) {
            String text = as(String.class, value);
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw new Misfit("expected the text of a UUID, found other text");
            }
        }
    },
    BYTES {
        @Override
        public SchemaBuilder schema() {
            return SchemaBuilder.bytes();
        }

        @Override
        public Object fromConnect(Object value) {
            return value instanceof ByteBuffer buffer ? copy(buffer) : bytes(value);
        }
    },
    BUFFER {
        @Override
        public SchemaBuilder schema() {
            return SchemaBuilder.bytes();
        }

        @Override
        public Object fromConnect(Object value) {
            return value instanceof ByteBuffer ? value : ByteBuffer.wrap(bytes(value));
        }
    };

    @Override
    public Object toConnect(Object value, Schema schema) {
        return value;
    }

    <T> T as(Class<T> type, Object value) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw Misfit.expected("a " + type.getName(), value);
    }

    byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new Misfit("expected bytes, or base64 text, found other text");
            }
        }
        throw Misfit.expected("bytes, or base64 text", value);
    }

    byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
