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
package io.connectembedded.docs;

import static io.connectembedded.test.BrokerSecurity.Listener.CLIENT_CERTIFICATE;
import static io.connectembedded.test.BrokerSecurity.Listener.SASL_SCRAM;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import io.connectembedded.ConnectWorker;
import io.connectembedded.offset.OffsetStore;
import io.connectembedded.test.BrokerAccess;
import io.connectembedded.test.BrokerSecurity;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.ScriptedSource;
import java.time.Duration;
import org.apache.kafka.connect.storage.StringConverter;
import org.junit.jupiter.api.Test;

/** What docs/testing.md shows of a secured broker. */
class SecuredBrokerGuideTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void a_user_with_rights_writes() {
        ScriptedSource orders = ScriptedSource.create().emitValues("orders", "order 1");
        // snippet: secured-broker
        BrokerSecurity security = BrokerSecurity.listeners(SASL_SCRAM, CLIENT_CERTIFICATE)
                .user("alice", "her-password")
                .acls(); // Kafka's StandardAuthorizer: nobody may do anything until told otherwise
        try (KafkaBroker broker = KafkaBroker.secured(security)) {
            BrokerAccess access = broker.access();
            broker.createTopic("orders", 1);
            access.allow("User:alice", WRITE, TOPIC, "orders");
            try (ConnectWorker worker = ConnectWorker.builder()
                    .properties(access.client(SASL_SCRAM, "alice")) // address, login, trust
                    .keyConverter(new StringConverter())
                    .valueConverter(new StringConverter())
                    .offsetStore(OffsetStore.memory())
                    .connector(orders.spec("orders"))
                    .build()) {
                worker.start();
                broker.topic("orders").awaitValues(1, LIMIT); // read by the broker's own super user
            }
        }
        // end
    }
}
