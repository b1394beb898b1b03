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
package io.connectembedded.plugin;

/** What a plug-in is; the types of Connect's own list, see {@link Plugins#list()}. A class may be of several. */
public enum PluginType {
    /** A source connector. */
    SOURCE,
    /** A sink connector. */
    SINK,
    /** A converter of record keys and values. */
    CONVERTER,
    /** A converter of record headers. */
    HEADER_CONVERTER,
    /** A transformation of records (SMT). */
    TRANSFORMATION,
    /** A predicate of transformations. */
    PREDICATE,
    /** A provider of values in configurations. */
    CONFIG_PROVIDER,
    /** A policy on the client settings connectors may override. */
    OVERRIDE_POLICY,
    /** Nobody can tell: a jar or folder that cannot be read; always with a {@link PluginInfo#problem()}. */
    UNKNOWN
}
