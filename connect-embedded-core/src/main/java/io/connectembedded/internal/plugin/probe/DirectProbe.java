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
package io.connectembedded.internal.plugin.probe;

import io.connectembedded.internal.lifecycle.PluginScope;
import java.time.Duration;
import java.util.concurrent.Callable;

/** On the caller's own thread, for as long as it takes. */
public final class DirectProbe implements Probe {

    @Override
    public <T> Answer<T> ask(Class<?> plugin, Callable<T> question, Duration limit) {
        return PluginScope.of(plugin).get(() -> Answer.to(plugin, question));
    }
}
