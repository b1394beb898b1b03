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

import io.connectembedded.error.ConfigProblem;
import io.connectembedded.error.InvalidConfigException;
import io.connectembedded.spi.RuntimeServices;
import io.connectembedded.status.TargetState;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads one connector from a file, and reports everything wrong with it as an {@link InvalidConfigException}. */
final class ConnectorFile {
    private static final String NAME = "name";
    private static final String CONFIG = "config";
    private static final String INITIAL_STATE = "initial_state";

    private final Path file;
    private final List<ConfigProblem> problems = new ArrayList<>();

    private ConnectorFile(Path file) {
        this.file = file;
    }

    static ConnectorSpec read(Path file) {
        return new ConnectorFile(file).read();
    }

    private ConnectorSpec read() {
        String lowerCase = file.toString().toLowerCase(Locale.ROOT);
        if (lowerCase.endsWith(".properties")) {
            return flat(properties());
        }
        if (lowerCase.endsWith(".json")) {
            Map<String, Object> json = json();
            return json.get(CONFIG) instanceof Map<?, ?> config ? wrapped(json, config) : flat(json);
        }
        throw fileFailure("has an unknown extension.", "Name it *.properties or *.json, after what it holds.");
    }

    private Map<String, Object> properties() {
        try {
            return properties(text(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw fileFailure("is not a properties file: " + e.getMessage() + ".", "Mend the escape sequence.");
        }
    }

    private Map<String, Object> json() {
        String text = text(StandardCharsets.UTF_8);
        try {
            return RuntimeServices.load(ConnectorSpec.JsonReader.class).read(text);
        } catch (IllegalArgumentException e) {
            throw fileFailure("does not hold a JSON object: " + e.getMessage() + ".", "Mend it at that place.");
        }
    }

    private String text(Charset charset) {
        try {
            return Files.readString(file, charset);
        } catch (NoSuchFileException e) {
            throw fileFailure("does not exist (looked for " + file.toAbsolutePath() + ").", "Correct the path.");
        } catch (CharacterCodingException e) {
            throw fileFailure("is not " + charset + " text.", "Save it in that encoding.");
        } catch (IOException e) {
            throw fileFailure("cannot be read: " + e + ".", "Name a file this process may read.");
        }
    }

    private ConnectorSpec flat(Map<String, Object> config) {
        String name = name(config.get(NAME));
        Map<String, String> texts = texts(name, config);
        throwProblems();
        return ConnectorSpec.of(String.valueOf(name), texts);
    }

    private ConnectorSpec wrapped(Map<String, Object> json, Map<?, ?> config) {
        String name = name(json.get(NAME));
        Map<String, String> texts = texts(name, config);
        String inner = texts.get(NAME);
        if (name != null && inner != null && !inner.equals(name)) {
            add(name, NAME, inner, "is not the name '" + name + "' beside 'config'", "Leave it out of 'config'.");
        }
        TargetState state = initialState(name, json.get(INITIAL_STATE));
        throwProblems();
        return ConnectorSpec.of(String.valueOf(name), texts).initialState(state);
    }

    private @Nullable String name(@Nullable Object name) {
        if (name instanceof String text && !text.isBlank()) {
            return text;
        }
        add(null, NAME, name == null ? null : name.toString(), "is missing or no text", "Give the connector a name.");
        return null;
    }

    private Map<String, String> texts(@Nullable String name, Map<?, ?> config) {
        Map<String, String> texts = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            String text = text(name, key.toString(), value);
            if (text != null) {
                texts.put(key.toString(), text);
            }
        });
        return texts;
    }

    private @Nullable String text(@Nullable String name, String key, @Nullable Object value) {
        if (value == null || value instanceof Map) {
            String what = value == null ? "null" : "an object";
            add(name, key, null, "is " + what, "Use a string, number, boolean or list of these, or leave it out.");
            return null;
        }
        try {
            return SpecMap.text(key, value);
        } catch (IllegalArgumentException | NullPointerException e) {
            add(name, key, null, "cannot be used: " + e.getMessage(), "Use a list of strings, numbers or booleans.");
            return null;
        }
    }

    private TargetState initialState(@Nullable String name, @Nullable Object state) {
        String text = state == null ? "RUNNING" : state.toString();
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "RUNNING" -> TargetState.STARTED;
            case "PAUSED" -> TargetState.PAUSED;
            case "STOPPED" -> TargetState.STOPPED;
            default -> {
                add(name, INITIAL_STATE, text, "is no initial state", "Use RUNNING, PAUSED or STOPPED.");
                yield TargetState.STARTED;
            }
        };
    }

    private void add(@Nullable String connector, String key, @Nullable String value, String message, String remedy) {
        problems.add(new ConfigProblem(connector, key, value, message + " in " + file + ".", remedy));
    }

    private void throwProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
    }

    private InvalidConfigException fileFailure(String message, String remedy) {
        return new InvalidConfigException(List.of(new ConfigProblem(null, file.toString(), null, message, remedy)));
    }

    /** In the order of the keys, which {@link Properties} alone loses. */
    private static Map<String, Object> properties(String text) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        try {
            new Recorder(ordered).load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading a string failed", e);
        }
        return ordered;
    }

    private static final class Recorder extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient Map<String, Object> ordered;

        private Recorder(Map<String, Object> ordered) {
            this.ordered = ordered;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            return ordered.put((String) key, value);
        }
    }
}
