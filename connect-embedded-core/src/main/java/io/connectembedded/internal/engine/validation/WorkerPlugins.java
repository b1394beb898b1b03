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
package io.connectembedded.internal.engine.validation;

import io.connectembedded.internal.config.policy.OverridePolicy;
import io.connectembedded.internal.config.provider.ConfigProviders;

/** The plug-ins of the worker itself, which live from {@code build()} until it is closed. */
public record WorkerPlugins(ConfigProviders providers, OverridePolicy policy) implements AutoCloseable {

    /** Whether their close runs code of others, which may block. */
    public boolean closeMayBlock() {
        return !providers.isEmpty() || !policy.isOwn();
    }

    @Override
    public void close() {
        providers.close();
        policy.close();
    }
}
