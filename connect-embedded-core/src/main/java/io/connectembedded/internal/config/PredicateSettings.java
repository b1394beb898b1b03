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
 * One predicate that transforms may name.
 *
 * @param type class or alias
 * @param version as for a transform
 * @param options without prefix, and without {@code type} and {@code plugin.version}
 */
public record PredicateSettings(
        String alias, String type, @Nullable String version, Map<String, String> options) {}
