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
package io.connectembedded;

import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of these tests, single quotes allowed; the real reader is core's. */
public final class TokenJsonReader implements ConnectorSpec.JsonReader {
    @Override
    public Map<String, Object> read(String json) {
        StreamTokenizer tokens = new StreamTokenizer(new StringReader(json));
        tokens.ordinaryChar('/');
        try {
            tokens.nextToken();
            return object(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> object(StreamTokenizer tokens) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        require(tokens, '{');
        while (tokens.nextToken() != '}') {
            String key = tokens.sval;
            tokens.nextToken();
            require(tokens, ':');
            tokens.nextToken();
            members.put(key, value(tokens));
            if (tokens.nextToken() != ',') {
                require(tokens, '}');
                break;
            }
        }
        return members;
    }

    private static List<Object> list(StreamTokenizer tokens) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (tokens.nextToken() != ']') {
            elements.add(value(tokens));
            if (tokens.nextToken() != ',') {
                require(tokens, ']');
                break;
            }
        }
        return elements;
    }

    private static @Nullable Object value(StreamTokenizer tokens) throws IOException {
        return switch (tokens.ttype) {
            case '{' -> object(tokens);
            case '[' -> list(tokens);
            case StreamTokenizer.TT_NUMBER -> (long) tokens.nval;
            case StreamTokenizer.TT_WORD -> tokens.sval.equals("null") ? null : Boolean.valueOf(tokens.sval);
            default -> tokens.sval;
        };
    }

    private static void require(StreamTokenizer tokens, char expected) {
        if (tokens.ttype != expected) {
            throw new IllegalArgumentException("expected '" + expected + "' at line " + tokens.lineno());
        }
    }
}
