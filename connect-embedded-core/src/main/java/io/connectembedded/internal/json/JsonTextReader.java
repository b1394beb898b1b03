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
package io.connectembedded.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one value from a token stream; nesting is bounded by the parser's own limit. */
final class JsonTextReader {

    private final JsonParser parser;

    private JsonTextReader(JsonParser parser) {
        this.parser = parser;
    }

    static @Nullable Object read(String text) {
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            return new JsonTextReader(parser).document();
        } catch (JsonProcessingException e) {
            throw invalid(problemOf(e), e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException("Reading JSON from memory failed", e);
        }
    }

    static Map<String, @Nullable Object> readObject(String text) {
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("an object is expected", parser.currentLocation());
            }
            JsonTextReader reader = new JsonTextReader(parser);
            Map<String, @Nullable Object> object = reader.object();
            reader.end();
            return object;
        } catch (JsonProcessingException e) {
            throw invalid(problemOf(e), e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException("Reading JSON from memory failed", e);
        }
    }

    static Map<String, String> texts(String text) {
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("an object is expected", parser.currentLocation());
            }
            JsonTextReader reader = new JsonTextReader(parser);
            Map<String, String> texts = new LinkedHashMap<>();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                texts.put(key, reader.text(text));
            }
            reader.end();
            return texts;
        } catch (JsonProcessingException e) {
            throw invalid(problemOf(e), e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException("Reading JSON from memory failed", e);
        }
    }

    static boolean isObjectInOneLine(String text) {
        if (!text.startsWith("{") || !text.endsWith("}") || !isPlain(text)) {
            return false;
        }
        try (JsonParser parser = JsonText.FACTORY.createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            // That is the answer.
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading JSON from memory failed", e);
        }
    }

    /** No line ends, and no half of a surrogate pair, for which UTF-8 has no form. */
    private static boolean isPlain(String text) {
        boolean surrogates = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                return false;
            }
            surrogates |= Character.isSurrogate(c);
        }
        return !surrogates || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private String text(String whole) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (token != JsonToken.START_OBJECT) {
            throw invalid("an object or a string is expected", parser.currentTokenLocation());
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return whole.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private @Nullable Object document() throws IOException {
        if (parser.nextToken() == null) {
            throw invalid("the text is empty", parser.currentLocation());
        }
        Object value = value();
        end();
        return value;
    }

    private void end() throws IOException {
        if (parser.nextToken() != null) {
            throw invalid("there is more text after the value", parser.currentTokenLocation());
        }
    }

    private @Nullable Object value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
            default -> throw invalid("a value is missing", parser.currentTokenLocation());
        };
    }

    private Map<String, @Nullable Object> object() throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            object.put(key, value());
        }
        return object;
    }

    private List<@Nullable Object> array() throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private Object integer() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue()
                : (Object) parser.getLongValue();
    }

    private static Object decimal(BigDecimal exact) {
        double rounded = exact.doubleValue();
        boolean same = Double.isFinite(rounded) && new BigDecimal(Double.toString(rounded)).compareTo(exact) == 0;
        return same ? (Object) rounded : exact;
    }

    /** Not the parser's own message, nor the parser's exception as a cause: they quote the text at fault. */
    private static String problemOf(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "the text is nested too deeply or holds a number or string beyond the limits";
        }
        return e instanceof JsonEOFException ? "the text ends too early" : "unexpected text";
    }

    private static IllegalArgumentException invalid(String problem, @Nullable JsonLocation at) {
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new IllegalArgumentException("Not valid JSON" + where + ": " + problem);
    }
}
