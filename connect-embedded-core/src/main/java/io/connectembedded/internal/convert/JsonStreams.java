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
package io.connectembedded.internal.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.kafka.connect.errors.DataException;

/** The one factory of parsers and generators, set as Connect sets its own. */
final class JsonStreams {

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JsonStreams() {}

    static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return FACTORY.createParser(bytes, offset, length);
    }

    static JsonGenerator generator(ByteArrayOutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** Jackson also reads UTF-16 and UTF-32, but without byte positions, which the envelope needs. */
    static byte[] asUtf8(byte[] value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length);
        try (JsonParser in = parser(value, 0, value.length);
                JsonGenerator copy = generator(out)) {
            in.nextToken();
            copy.copyCurrentStructureExact(in);
        }
        return out.toByteArray();
    }

    /** Without the parser's message and cause, which quote the record. */
    static DataException unreadable(String topic, IOException e) {
        JsonLocation at = e instanceof JsonProcessingException json ? json.getLocation() : null;
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new DataException("A message of topic " + topic + " is not valid JSON" + where + " ("
                + e.getClass().getSimpleName() + "); if the topic holds another format, set the converter for that");
    }
}
