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
package io.connectembedded.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One transform of a connector's chain.
 *
 * @param type class or alias; when the host gave a function, that function is in the spec's objects under {@link #key}
 * @param version of {@code type}, or a range of them; null when none is asked
 * @param predicate alias of the predicate that says for which records it is; null for all
 * @param negate whether it is for the other records
 * @param options without prefix, and without {@code type}, {@code predicate}, {@code negate} and
 *     {@code plugin.version}
 */
public record TransformSettings(
        String alias,
        String type,
        @Nullable String version,
        @Nullable String predicate,
        boolean negate,
        Map<String, String> options) {

    /** The key of its type. */
    public String key() {
        return "transforms." + alias + ".type";
    }
}
