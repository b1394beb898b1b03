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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.keys.ConnectorKeys;
import io.connectembedded.internal.config.keys.NamedPlugin;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.internal.plugin.PluginKind;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the options of the converters that a connector names itself; those it has from the worker are the worker's. */
final class ConverterCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ConverterCheck.class);

    private final ConnectorSpec spec;
    private final Map<String, String> config;
    private final PluginClasses plugins;
    private final Findings findings;
    private final Class<?> connector;

    ConverterCheck(
            ConnectorSpec spec,
            Map<String, String> config,
            PluginClasses plugins,
            Findings findings,
            Class<?> connector) {
        this.connector = connector;
        this.spec = spec;
        this.config = config;
        this.plugins = plugins;
        this.findings = findings;
    }

    void run() {
        check(
                ConnectorKeys.HEADER_CONVERTER,
                PluginKind.HEADER_CONVERTER,
                HeaderConverter.class,
                HeaderConverter::config,
                "header");
        check(ConnectorKeys.KEY_CONVERTER, PluginKind.CONVERTER, Converter.class, Converter::config, "key");
        check(ConnectorKeys.VALUE_CONVERTER, PluginKind.CONVERTER, Converter.class, Converter::config, "value");
    }

    private <T> void check(
            String key, PluginKind kind, Class<T> type, Function<T, @Nullable ConfigDef> ask, String use) {
        String name = config.get(key);
        if (name == null
                || spec.objects().containsKey(key)
                || findings.hasError(key)
                || findings.hasError(NamedPlugin.versionKey(key))) {
            return;
        }
        String noun = use + " converter";
        try {
            Class<?> found = plugins.find(NamedPlugin.request(config, key, kind, connector));
            ConfigDef def = PluginDefinition.of(spec.name(), found, type, ask);
            if (def == null) {
                LOG.debug("{}.config() returned null, so its options are not checked", found.getName());
                return;
            }
            validate(key, def, use, noun);
        } catch (PluginNotFoundException e) {
            findings.error(key, e.what(), e.remedy());
        } catch (Throwable t) {
            findings.error(
                    key,
                    "Failed to load ConfigDef from " + noun + detail(t),
                    "Look at what its constructor and config() do");
        }
    }

    private void validate(String key, ConfigDef def, String use, String noun) {
        Map<String, String> options = new HashMap<>();
        String prefix = key + ".";
        config.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                options.put(name.substring(prefix.length()), value);
            }
        });
        options.putIfAbsent("converter.type", use);
        try {
            findings.addBelow(prefix, def, def.validate(options));
        } catch (Throwable t) {
            findings.error(
                    key,
                    "Failed to perform config validation for " + noun + detail(t),
                    "Look at what the validators of its options do");
        }
    }

    private static String detail(Throwable thrown) {
        String message = Failures.messageOf(thrown);
        return message.equals(thrown.getClass().getName()) ? "" : ": " + message;
    }
}
