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
/**
 * Finding and instantiating plug-ins: by class, class name or alias. Entry: {@link
 * io.connectembedded.internal.plugin.PluginClasses}. Nothing is loaded that is not asked for: aliases are read from
 * service files as text. Entered by host threads (build) and validation threads; immutable. Imports no other room.
 */
@NullMarked
package io.connectembedded.internal.plugin;

import org.jspecify.annotations.NullMarked;
