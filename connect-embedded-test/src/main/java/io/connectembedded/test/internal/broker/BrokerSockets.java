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

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The listening sockets of a broker, bound before Kafka is configured: its ports are in its configuration, so
 * looking for a free port first and binding later would be a race.
 */
final class BrokerSockets implements ServerSocketFactory, AutoCloseable {

    static final String CONTROLLER = "CONTROLLER";
    /** A literal, so that no client tries the IPv6 address of "localhost" first. */
    static final String HOST = "127.0.0.1";

    private static final Duration REBIND_LIMIT = Duration.ofSeconds(10);
    private static final Duration REBIND_PAUSE = Duration.ofMillis(10);

    private final Map<String, ServerSocketChannel> unclaimed = new ConcurrentHashMap<>();
    private final BrokerPorts ports;

    private BrokerSockets(Map<String, ServerSocketChannel> channels) {
        unclaimed.putAll(channels);
        Map<String, Integer> bound = new LinkedHashMap<>();
        channels.forEach(
                (listener, channel) -> bound.put(listener, channel.socket().getLocalPort()));
        ports = new BrokerPorts(bound);
    }

    /** Binds a port of the system's choice for each listener. */
    static BrokerSockets anywhere(Collection<String> listeners) throws IOException {
        return on(BrokerPorts.anyOf(listeners));
    }

    /**
     * Binds the ports a stopped broker had. A client that tries to reach it may hold its port for an instant, as the
     * source of its own attempt, hence the patience.
     */
    static BrokerSockets again(BrokerPorts ports) throws IOException {
        long deadline = System.nanoTime() + REBIND_LIMIT.toNanos();
        while (true) {
            try {
                return on(ports);
            } catch (BindException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(REBIND_PAUSE.toNanos());
            }
        }
    }

    private static BrokerSockets on(BrokerPorts ports) throws IOException {
        Map<String, ServerSocketChannel> channels = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Integer> port : ports.byListener().entrySet()) {
                channels.put(port.getKey(), bind(port.getValue()));
            }
            return new BrokerSockets(channels);
        } catch (IOException e) {
            for (ServerSocketChannel channel : channels.values()) {
                channel.close();
            }
            throw e;
        }
    }

    private static ServerSocketChannel bind(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            return channel.bind(at(port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    BrokerPorts ports() {
        return ports;
    }

    InetSocketAddress controllerAddress() throws IOException {
        return at(ports.of(CONTROLLER));
    }

    private static InetSocketAddress at(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1}), port);
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int backlog, int receiveBufferSize) throws IOException {
        ServerSocketChannel channel = unclaimed.remove(listener);
        if (channel == null) {
            throw new IOException("Listener " + listener + " was opened before");
        }
        return channel;
    }

    /** Closes what Kafka has not taken; the rest is Kafka's to close. */
    @Override
    public void close() throws IOException {
        for (ServerSocketChannel channel : unclaimed.values()) {
            channel.close();
        }
        unclaimed.clear();
    }
}
