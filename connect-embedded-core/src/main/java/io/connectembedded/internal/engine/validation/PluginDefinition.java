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

import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks plug-ins for the definition of their options, on an instance of its own that is never configured. */
final class PluginDefinition {

    private static final Logger LOG = LoggerFactory.getLogger(PluginDefinition.class);

    private PluginDefinition() {}

    /**
     * The answer, null included; whatever the plug-in throws comes out.
     *
     * @param connector whose config is validated
     */
    static <T> @Nullable ConfigDef of(
            String connector, Class<?> plugin, Class<T> type, Function<T, @Nullable ConfigDef> ask)
            throws PluginNotFoundException {
        Holder<T> instance = new Holder<>(plugin, type);
        return PluginScope.validation(connector, plugin)
                .get(() -> instance.ask(ask))
                .orThrow();
    }

    /** Plug-ins may throw anything, and their creation a checked exception. */
    private record Answer(@Nullable ConfigDef def, @Nullable PluginNotFoundException failure) {
        @Nullable
        ConfigDef orThrow() throws PluginNotFoundException {
            if (failure != null) {
                throw failure;
            }
            return def;
        }
    }

    private record Holder<T>(Class<?> plugin, Class<T> type) {

        Answer ask(Function<T, @Nullable ConfigDef> question) {
            T instance;
            try {
                instance = PluginClasses.create(plugin, type);
            } catch (PluginNotFoundException e) {
                return new Answer(null, e);
            }
            try {
                return new Answer(question.apply(instance), null);
            } finally {
                close(instance);
            }
        }

        private void close(T instance) {
            try {
                if (instance instanceof AutoCloseable closes) {
                    closes.close();
                }
            } catch (Exception e) {
                LOG.debug(
                        "Closing {}, which was only asked for its options, failed with {}",
                        plugin.getName(),
                        e.getClass().getName());
            }
        }
    }
}
