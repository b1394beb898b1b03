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
package io.connectembedded.behaviour.secured;

import io.connectembedded.ConnectListener;
import io.connectembedded.ConnectWorker;
import io.connectembedded.event.ConnectEvent;
import io.connectembedded.test.BrokerAccess;
import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.BrokerSecurity.Listener;
import io.connectembedded.test.KafkaBroker;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.connect.storage.StringConverter;

/** A broker with users and ACLs, and everything that is told while workers use it. */
final class Secured implements AutoCloseable {

    static final String ALICE = "alice";
    static final String WRONG_PASSWORD = "not-7h3-secret";

    static final List<Listener> LISTENERS = List.of(
            Listener.PLAINTEXT,
            Listener.SASL_PLAIN,
            Listener.SASL_SCRAM,
            Listener.CLIENT_CERTIFICATE,
            Listener.OAUTHBEARER);

    private static final List<String> USERS = List.of(ALICE, "bob", "carol", "dave");

    /** What a token without a signature begins with, and what is in every login configuration. */
    private static final List<String> TOKEN_AND_LOGIN = List.of("eyJhbGciOiJub25lIn0", "LoginModule required");

    final KafkaBroker broker;
    final BrokerAccess access;
    final SecretWatch secrets;
    private final List<ConnectEvent> events = new CopyOnWriteArrayList<>();

    Secured() {
        BrokerSecurity security =
                BrokerSecurity.listeners(Listener.PLAINTEXT, Listener.values()).acls();
        for (String user : USERS) {
            security = security.user(user, password(user));
        }
        broker = KafkaBroker.secured(security);
        access = broker.access();
        secrets = new SecretWatch(secretsOfClients());
        for (Listener listener : LISTENERS) {
            // Their producers are idempotent, and refused as such unless they may write anywhere.
            allow(principal(listener), AclOperation.WRITE, ResourceType.TOPIC, "elsewhere");
        }
    }

    private static String password(String user) {
        return user + "-7h3-secret";
    }

    private Set<String> secretsOfClients() {
        Set<String> all = new LinkedHashSet<>(TOKEN_AND_LOGIN);
        all.add(WRONG_PASSWORD);
        for (String user : USERS) {
            all.add(password(user));
            client(Listener.CLIENT_CERTIFICATE, user).forEach((key, value) -> {
                if (key.endsWith("password")) {
                    all.add(value);
                }
            });
        }
        return all;
    }

    /** The settings of a client of alice, or of one without a name where there are no names. */
    Map<String, String> client(Listener listener) {
        return client(listener, ALICE);
    }

    Map<String, String> client(Listener listener, String user) {
        return listener == Listener.PLAINTEXT ? access.client(listener) : access.client(listener, user);
    }

    /** Of that client. */
    String principal(Listener listener) {
        return access.principal(listener, ALICE);
    }

    void allow(String principal, AclOperation operation, ResourceType type, String name) {
        access.allow(principal, operation, type, name);
    }

    ConnectWorker.Builder builder(String name, Map<String, String> properties) {
        return ConnectWorker.builder()
                .name(name)
                .properties(properties)
                .keyConverter(new StringConverter())
                .valueConverter(new StringConverter())
                .offsetFlushInterval(Duration.ofMillis(200))
                .listener(ConnectListener.on(ConnectEvent.class, events::add));
    }

    List<ConnectEvent> events() {
        return events;
    }

    /** Reads what is told of workers all the time. */
    void readAll(ConnectWorker worker) {
        secrets.read(
                "status",
                worker.connectors().all().stream()
                        .map(each -> each.status() + " " + each.spec())
                        .toList()
                        .toString());
        secrets.read("describe", worker.describe());
        secrets.read("health", worker.health().toString());
        secrets.readMBeans();
    }

    @Override
    public void close() {
        events.forEach(event -> secrets.read("event", event.toString()));
        secrets.close();
        broker.close();
    }
}
