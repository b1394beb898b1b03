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
 * Connect's string maps, typed and checked. Entry: {@link io.connectembedded.internal.config.WorkerConfig} and {@link
 * io.connectembedded.internal.config.ConnectorConfig}; problems are collected, never thrown one by one. Values are
 * immutable and may be read by every thread. May import {@code plugin}.
 */
@NullMarked
package io.connectembedded.internal.config;

import org.jspecify.annotations.NullMarked;
