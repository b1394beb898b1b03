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
package io.connectembedded.internal.plugin.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a class file says of its class. Names are written with dots.
 *
 * @param superName null for {@code Object} alone
 * @param canBeMade whether it is public and concrete and has a public constructor without arguments
 */
record ClassFile(String name, @Nullable String superName, List<String> interfaces, boolean canBeMade) {}
