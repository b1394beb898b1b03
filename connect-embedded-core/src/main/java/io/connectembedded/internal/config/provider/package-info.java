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
 * Config providers: made from the worker's config, asked wherever values are used, so that configs are stored and shown
 * with their references. Entry: {@link io.connectembedded.internal.config.provider.ConfigProviders}. Providers are
 * plug-in code and may block: entered by validation, connector and task threads, never by the control thread.
 */
@NullMarked
package io.connectembedded.internal.config.provider;

import org.jspecify.annotations.NullMarked;
