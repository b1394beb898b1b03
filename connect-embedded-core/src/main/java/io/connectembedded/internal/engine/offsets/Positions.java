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
package io.connectembedded.internal.engine.offsets;

import io.connectembedded.offset.ConnectorOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.Connector;

/**
 * Where the offsets of one connector are kept. Every call may block, within bounds, and throws an exception whose message
 * tells what is wrong.
 */
interface Positions extends AutoCloseable {

    List<ConnectorOffset> read() throws InterruptedException;

    /** Checks these against what is there. */
    Change alter(List<ConnectorOffset> offsets) throws InterruptedException;

    /** All there are. */
    Change reset() throws InterruptedException;

    @Override
    void close();

    /** A change that was checked and is not made yet. */
    interface Change {

        /** Asks the connector, which may refuse by throwing; whether it takes the change too. */
        boolean tell(Connector plugin, Map<String, String> config);

        void write() throws InterruptedException;
    }
}
