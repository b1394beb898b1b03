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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The ports of a broker, by listener; 0 stands for any free one. */
record BrokerPorts(Map<String, Integer> byListener) {

    static BrokerPorts anyOf(Collection<String> listeners) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        listeners.forEach(listener -> ports.put(listener, 0));
        return new BrokerPorts(ports);
    }

    Set<String> listeners() {
        return byListener.keySet();
    }

    int of(String listener) {
        return Objects.requireNonNull(byListener.get(listener), listener);
    }

    /** As {@code host:port}. */
    String address(String listener) {
        return BrokerSockets.HOST + ":" + of(listener);
    }
}
