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

import io.connectembedded.internal.config.security.Login;
import io.connectembedded.internal.config.security.OAuthLibraries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.SaslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * Client settings as a worker or a connector gives them, checked against the clients' own definitions, so that a typo is
 * told when the config is given and not when a client is made. Classes are left to the client.
 */
public final class ClientOptions {

    private ClientOptions() {}

    /** What begins with {@code producer.}, {@code consumer.} and {@code admin.}, or goes to every client. */
    static void checkWorker(Map<String, String> config, Problems problems) {
        check(null, "producer.", config, ProducerConfig.configDef(), problems);
        check(null, "consumer.", config, ConsumerConfig.configDef(), problems);
        check(null, "admin.", config, AdminClientConfig.configDef(), problems);
        ConfigDef def = new ConfigDef();
        AdminClientConfig.configDef().configKeys().values().stream()
                .filter(key -> config.containsKey(key.name))
                .filter(key -> !WorkerKeys.DEF.names().contains(key.name))
                .forEach(key -> define(def, key.name, key));
        problems.check(null, def, config);
        checkLibraries(config, problems);
    }

    /** What the login needs that Kafka's clients do not bring along; told once, though it may be missing thrice. */
    private static void checkLibraries(Map<String, String> config, Problems problems) {
        for (String prefix : List.of("", "admin.", "producer.", "consumer.")) {
            Map<String, String> settings = new LinkedHashMap<>(config);
            config.forEach((key, value) -> {
                if (!prefix.isEmpty() && key.startsWith(prefix)) {
                    settings.put(key.substring(prefix.length()), value);
                }
            });
            Optional<String> missing = OAuthLibraries.missing(new Login(settings), OAuthLibraries.ofKafka());
            if (missing.isPresent()) {
                String[] told = missing.get().split("; ", 2);
                problems.add(null, prefix + SaslConfigs.SASL_MECHANISM, "OAUTHBEARER", told[0], told[1]);
                return;
            }
        }
    }

    /** What a connector overrides. */
    public static void checkConnector(String connector, Map<String, String> config, Problems problems) {
        check(connector, "producer.override.", config, ProducerConfig.configDef(), problems);
        check(connector, "consumer.override.", config, ConsumerConfig.configDef(), problems);
        check(connector, "admin.override.", config, AdminClientConfig.configDef(), problems);
    }

    private static void check(
            @Nullable String connector, String prefix, Map<String, String> config, ConfigDef known, Problems problems) {
        ConfigDef asked = new ConfigDef();
        for (String name : config.keySet()) {
            ConfigKey key = name.startsWith(prefix) ? known.configKeys().get(name.substring(prefix.length())) : null;
            if (key != null) {
                define(asked, name, key);
            }
        }
        problems.check(connector, asked, config);
    }

    private static void define(ConfigDef def, String name, ConfigKey key) {
        if (key.type() != ConfigDef.Type.CLASS) {
            def.define(name, key.type(), key.defaultValue, key.validator, key.importance, key.documentation);
        }
    }
}
