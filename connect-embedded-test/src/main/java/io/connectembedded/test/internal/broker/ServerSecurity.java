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

import static io.connectembedded.test.internal.broker.BrokerSockets.CONTROLLER;

import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.BrokerSecurity.Listener;
import io.connectembedded.test.internal.broker.tls.TlsFiles;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * The broker's side of a {@link BrokerSecurity}. Beside the listeners asked for there is one for the broker itself and
 * the clients of this JVM that belong to it, so that the rights of users concern users only.
 */
final class ServerSecurity {

    private static final String INTERNAL = "INTERNAL";
    private static final String OWN_USER = "kafka-broker-for-tests";

    private final BrokerSecurity security;
    private final TlsFiles certificates;
    private final String ownPassword = UUID.randomUUID().toString();

    private ServerSecurity(BrokerSecurity security, TlsFiles certificates) {
        this.security = security;
        this.certificates = certificates;
    }

    static NodeSecurity of(BrokerSecurity security, TlsFiles certificates) {
        ServerSecurity server = new ServerSecurity(security, certificates);
        return new NodeSecurity(
                server.protocols(), server.settings(), server.scramCredentials(), INTERNAL, server.ownLogin());
    }

    private Map<String, SecurityProtocol> protocols() {
        Map<String, SecurityProtocol> protocols = new LinkedHashMap<>();
        security.listeners().forEach(listener -> protocols.put(listener.name(), ClientSecurity.protocol(listener)));
        protocols.put(INTERNAL, SecurityProtocol.SASL_PLAINTEXT);
        protocols.put(CONTROLLER, SecurityProtocol.SASL_PLAINTEXT);
        return protocols;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.putAll(sasl(INTERNAL, "PLAIN", ownJaas()));
        settings.putAll(sasl(CONTROLLER, "PLAIN", ownJaas()));
        security.listeners().forEach(listener -> settings.putAll(of(listener)));
        if (security.isEncrypted()) {
            settings.putAll(certificates.server());
        }
        if (security.hasAcls()) {
            settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            settings.put("allow.everyone.if.no.acl.found", "false");
            settings.put("super.users", superUsers());
        }
        return settings;
    }

    private Map<String, Object> of(Listener listener) {
        return switch (listener) {
            case PLAINTEXT, TLS -> Map.of();
            case SASL_PLAIN -> sasl(listener.name(), "PLAIN", plainJaas());
            case SASL_SCRAM ->
                sasl(
                        listener.name(),
                        ClientSecurity.SCRAM,
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
            case CLIENT_CERTIFICATE -> Map.of(prefix(listener.name()) + "ssl.client.auth", "required");
            case OAUTHBEARER ->
                sasl(
                        listener.name(),
                        "OAUTHBEARER",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        };
    }

    private static Map<String, Object> sasl(String listener, String mechanism, String jaas) {
        return Map.of(
                prefix(listener) + "sasl.enabled.mechanisms",
                mechanism,
                prefix(listener) + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                jaas);
    }

    private static String prefix(String listener) {
        return "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
    }

    private String plainJaas() {
        String users = security.passwords().entrySet().stream()
                .map(user -> " user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                .collect(Collectors.joining());
        return ClientSecurity.PLAIN_MODULE + " required" + users + ";";
    }

    private String ownJaas() {
        String login = " username=\"" + OWN_USER + "\" password=\"" + ownPassword + "\"";
        String known = " user_" + OWN_USER + "=\"" + ownPassword + "\"";
        return ClientSecurity.PLAIN_MODULE + " required" + login + known + ";";
    }

    private String superUsers() {
        Set<String> all = new LinkedHashSet<>(security.superUsers());
        all.add("User:" + OWN_USER);
        return String.join(";", all);
    }

    private List<String> scramCredentials() {
        if (!security.listeners().contains(Listener.SASL_SCRAM)) {
            return List.of();
        }
        return security.passwords().entrySet().stream()
                .map(user ->
                        ClientSecurity.SCRAM + "=[name=\"" + user.getKey() + "\",password=\"" + user.getValue() + "\"]")
                .toList();
    }

    private Map<String, String> ownLogin() {
        return Map.of(
                "security.protocol",
                SecurityProtocol.SASL_PLAINTEXT.name,
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                ClientSecurity.jaas(ClientSecurity.PLAIN_MODULE, OWN_USER, ownPassword));
    }
}
