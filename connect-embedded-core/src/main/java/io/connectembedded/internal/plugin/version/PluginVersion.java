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
package io.connectembedded.internal.plugin.version;

/**
 * A version in Maven's order: {@code 1.0-alpha < 1.0-beta < 1.0-rc1 < 1.0-SNAPSHOT < 1.0 = 1 < 1.0-sp < 1.0-1 < 1.0.1}.
 * What tells no version is before all that start with a number. Equal are those of the same text, the order may hold more for equal.
 */
public record PluginVersion(String text) implements Comparable<PluginVersion> {

    @Override
    public int compareTo(PluginVersion other) {
        return parsed().compareTo(other.parsed());
    }

    private VersionPart.Sequence parsed() {
        return VersionText.parse(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
