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

import io.connectembedded.internal.config.security.JaasSecrets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;

/** The secret values of one config, and how to keep them out of every text. Any thread. */
public final class Secrets {

    private static final String HIDDEN = "[hidden]";
    private static final int SHORTEST = 3;

    /** Passwords to Kafka, which shows them to nobody; a chain may have its private key beside it. */
    private static final List<String> CERTIFICATES =
            List.of(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG);

    /** Values that change over time replace each other; what was secret long ago need not be remembered. */
    private static final int MOST_LEARNT = 500;

    private final Set<String> own;
    private final Set<String> learnt = new LinkedHashSet<>(); // guarded by this
    private volatile List<String> values; // longest first, for one may hold another

    private Secrets(Set<String> own) {
        this.own = own;
        this.values = ordered(own);
    }

    /** {@code def} tells which keys are passwords; keys it does not know are judged by their names. */
    public static Secrets of(Map<String, String> config, ConfigDef def) {
        return new Secrets(config.entrySet().stream()
                .filter(entry -> isSecret(entry.getKey(), def))
                .map(Map.Entry::getValue)
                .filter(Objects::nonNull)
                .filter(value -> !value.startsWith("${"))
                .collect(Collectors.toSet()));
    }

    private static List<String> ordered(Collection<String> all) {
        return all.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), JaasSecrets.within(value).stream()))
                // Hiding one or two characters wherever they stand would only garble the text.
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Also what a config provider gave; what it gave before stays secret. */
    public synchronized void learn(Collection<String> more) {
        if (learnt.containsAll(more)) {
            return;
        }
        learnt.removeAll(more);
        learnt.addAll(more);
        Iterator<String> oldest = learnt.iterator();
        while (learnt.size() > MOST_LEARNT) {
            oldest.next();
            oldest.remove();
        }
        values = ordered(Stream.concat(own.stream(), learnt.stream()).toList());
    }

    /** Also those of another config. */
    public void learn(Secrets others) {
        learn(others.values);
    }

    /** These and further values, such as those that came from config providers. */
    public Secrets and(Collection<String> more) {
        Secrets all = new Secrets(own);
        all.learn(values);
        all.learn(more);
        return all;
    }

    public static boolean isSecret(String key, ConfigDef def) {
        ConfigDef.ConfigKey known = def.configKeys().get(key);
        if (known != null) {
            return known.type() == ConfigDef.Type.PASSWORD;
        }
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("passphrase")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("credential")
                || lower.endsWith("sasl.jaas.config")
                || lower.endsWith(".key")
                || CERTIFICATES.stream().anyMatch(lower::endsWith);
    }

    public String redact(String text) {
        String result = text;
        for (String value : values) {
            result = result.replace(value, HIDDEN);
        }
        return result;
    }
}
