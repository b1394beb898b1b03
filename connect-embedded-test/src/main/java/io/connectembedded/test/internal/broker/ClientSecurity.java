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
package io.connectembedded.test.internal.broker;

import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.BrokerSecurity.Listener;
import io.connectembedded.test.internal.broker.tls.TlsFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** The client's side of a {@link BrokerSecurity}. */
final class ClientSecurity {

    static final String PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";
    static final String SCRAM = "SCRAM-SHA-512";

    private static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String OAUTH_MODULE = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";
    private static final Set<Listener> NAMELESS = Set.of(Listener.PLAINTEXT, Listener.TLS);

    private final BrokerSecurity security;
    private final TlsFiles certificates;

    ClientSecurity(BrokerSecurity security, TlsFiles certificates) {
        this.security = security;
        this.certificates = certificates;
    }

    static SecurityProtocol protocol(Listener listener) {
        return switch (listener) {
            case PLAINTEXT -> SecurityProtocol.PLAINTEXT;
            case SASL_PLAIN, OAUTHBEARER -> SecurityProtocol.SASL_PLAINTEXT;
            case SASL_SCRAM -> SecurityProtocol.SASL_SSL;
            case TLS, CLIENT_CERTIFICATE -> SecurityProtocol.SSL;
        };
    }

    static String jaas(String module, String user, String password) {
        return module + " required username=\"" + user + "\" password=\"" + password + "\";";
    }

    Map<String, String> nameless(Listener listener) {
        if (!NAMELESS.contains(listener)) {
            throw new IllegalArgumentException("Clients of listener " + listener
                    + " say who they are; ask for the properties of a user with client(listener, user)");
        }
        Map<String, String> properties = base(listener);
        if (listener == Listener.TLS) {
            properties.putAll(certificates.trust());
        }
        return properties;
    }

    Map<String, String> of(Listener listener, String user) {
        requireUser(listener, user);
        Map<String, String> properties = base(listener);
        switch (listener) {
            case SASL_PLAIN -> properties.putAll(sasl("PLAIN", jaas(PLAIN_MODULE, user, password(user))));
            case SASL_SCRAM -> {
                properties.putAll(sasl(SCRAM, jaas(SCRAM_MODULE, user, password(user))));
                properties.putAll(certificates.trust());
            }
            case CLIENT_CERTIFICATE -> {
                properties.putAll(certificates.trust());
                properties.putAll(certificates.identity(user));
            }
            case OAUTHBEARER ->
                properties.putAll(sasl(
                        "OAUTHBEARER", OAUTH_MODULE + " required unsecuredLoginStringClaim_sub=\"" + user + "\";"));
            case PLAINTEXT, TLS ->
                throw new IllegalArgumentException(
                        "Clients of listener " + listener + " do not say who they are; use client(listener)");
        }
        return properties;
    }

    private void requireUser(Listener listener, String user) {
        if (!security.passwords().containsKey(user)) {
            throw new IllegalArgumentException("The broker has no user " + user + " for listener " + listener
                    + ", only " + security.passwords().keySet() + "; add it with BrokerSecurity.user");
        }
    }

    private String password(String user) {
        return security.passwords().getOrDefault(user, "");
    }

    private static Map<String, String> base(Listener listener) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("security.protocol", protocol(listener).name);
        return properties;
    }

    private static Map<String, String> sasl(String mechanism, String jaas) {
        return Map.of("sasl.mechanism", mechanism, "sasl.jaas.config", jaas);
    }
}
