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
package io.connectembedded.internal.config.security;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a Kafka client of these settings says who it is. */
public final class Login {

    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private final Map<String, ?> settings;

    public Login(Map<String, ?> settings) {
        // An override policy or a host may give null for what is not set.
        this.settings = Collections.unmodifiableMap(new HashMap<>(settings));
    }

    /** As written, or Kafka's default. */
    public String protocol() {
        return text("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
    }

    public boolean isSasl() {
        return protocol().startsWith("SASL_");
    }

    public boolean isTls() {
        return protocol().endsWith("SSL");
    }

    /** Kafka's default if nothing is written. */
    public String mechanism() {
        return text(SaslConfigs.SASL_MECHANISM, SaslConfigs.DEFAULT_SASL_MECHANISM);
    }

    public String text(String key, String absent) {
        Object value = settings.get(key);
        String text = value instanceof Password hidden ? hidden.value() : String.valueOf(value);
        return value == null || text.isBlank() ? absent : text.trim();
    }

    /** An option of the login module, from {@code sasl.jaas.config} or the JVM's own login configuration. */
    public Optional<String> option(String name) {
        return entry().map(entry -> entry.getOptions().get(name)).map(String::valueOf);
    }

    private Optional<AppConfigurationEntry> entry() {
        String jaas = text(SaslConfigs.SASL_JAAS_CONFIG, "");
        try {
            Map<String, Password> given =
                    jaas.isEmpty() ? Map.of() : Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas));
            return JaasContext.loadClientContext(given).configurationEntries().stream()
                    .findFirst();
        } catch (IllegalArgumentException | SecurityException e) {
            // The client itself says what is wrong with it; here it only means that nothing can be told.
            LOG.debug("A login configuration cannot be read: {}", e.getClass().getName());
            return Optional.empty();
        }
    }
}
