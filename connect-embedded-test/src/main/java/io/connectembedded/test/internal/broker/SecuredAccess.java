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

import io.connectembedded.test.BrokerAccess;
import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.BrokerSecurity.Listener;
import java.util.Collections;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The ways into one secured broker. */
final class SecuredAccess implements BrokerAccess {

    private final BrokerSecurity security;
    private final ClientSecurity clients;
    private final BrokerPorts ports;
    private final BrokerAcls acls;

    SecuredAccess(BrokerSecurity security, ClientSecurity clients, BrokerPorts ports, BrokerAcls acls) {
        this.security = security;
        this.clients = clients;
        this.ports = ports;
        this.acls = acls;
    }

    @Override
    public String bootstrapServers(Listener listener) {
        if (!security.listeners().contains(listener)) {
            throw new IllegalArgumentException("The broker has no listener " + listener + ", only "
                    + security.listeners() + "; name it in BrokerSecurity.listeners");
        }
        return ports.address(listener.name());
    }

    @Override
    public Map<String, String> client(Listener listener) {
        String address = bootstrapServers(listener);
        return with(address, clients.nameless(listener));
    }

    @Override
    public Map<String, String> client(Listener listener, String user) {
        String address = bootstrapServers(listener);
        return with(address, clients.of(listener, user));
    }

    @Override
    public String principal(Listener listener, String user) {
        return switch (listener) {
            case SASL_PLAIN, SASL_SCRAM, OAUTHBEARER -> "User:" + user;
            case CLIENT_CERTIFICATE -> "User:CN=" + user;
            case PLAINTEXT, TLS -> BrokerSecurity.ANONYMOUS;
        };
    }

    private static Map<String, String> with(String address, Map<String, String> properties) {
        properties.put("bootstrap.servers", address);
        return Collections.unmodifiableMap(properties);
    }

    @Override
    public void allow(String principal, AclOperation operation, ResourceType type, String name) {
        acls.add(binding(principal, operation, type, name));
    }

    @Override
    public void revoke(String principal, AclOperation operation, ResourceType type, String name) {
        acls.remove(binding(principal, operation, type, name));
    }

    private static AclBinding binding(String principal, AclOperation operation, ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }
}
