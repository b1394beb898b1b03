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

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.connectembedded.ConnectWorker;
import io.connectembedded.ConnectorHandle;
import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.RecordingSink;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

// snippet: worker
@ConnectTest
class OrdersTest {

    @Test
    void an_order_arrives(ConnectWorker worker, @Topic("orders") TestTopic<String, String> orders) {
        RecordingSink sink = RecordingSink.create();
        ConnectorHandle save =
                worker.connectors().put(sink.spec("save").topics(orders.name())).await();
        save.running().await(Duration.ofSeconds(10));

        orders.send("key", "order 1");
        assertEquals(
                "order 1", sink.awaitRecords(1, Duration.ofSeconds(10)).get(0).value());
    }
}
// end
