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
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Parses the text of a properties file, keeping the order of its keys, which {@link Properties} alone loses. */
final class PropertiesText {
    private PropertiesText() {}

    static Map<String, Object> parse(String text) {
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
