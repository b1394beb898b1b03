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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * How a node is reached: the protocol of each listener, the controller's among them and the one for bootstrapping first,
 * the settings that go with them, the credentials its folder is formatted with, and how this JVM's own clients log in.
 */
record NodeSecurity(
        Map<String, SecurityProtocol> protocols,
        Map<String, Object> settings,
        List<String> scramCredentials,
        String ownListener,
        Map<String, String> ownLogin) {

    private static final String PLAINTEXT = "PLAINTEXT";

    /** One listener, open to all. */
    static NodeSecurity none() {
        Map<String, SecurityProtocol> protocols = new LinkedHashMap<>();
        protocols.put(PLAINTEXT, SecurityProtocol.PLAINTEXT);
        protocols.put(BrokerSockets.CONTROLLER, SecurityProtocol.PLAINTEXT);
        return new NodeSecurity(protocols, Map.of(), List.of(), PLAINTEXT, Map.of());
    }

    String firstListener() {
        return protocols.keySet().iterator().next();
    }

    /** No setting: they hold passwords. */
    @Override
    public String toString() {
        return "NodeSecurity" + protocols;
    }
}
