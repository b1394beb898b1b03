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
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import io.connectembedded.test.internal.broker.tls.TlsFiles;
import io.connectembedded.test.internal.topic.BrokerTopics;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** The broker of {@link KafkaBroker#inJvm()} and {@link KafkaBroker#secured}: one address and one folder, and at most one running node on them. */
public final class InJvmKafkaBroker implements KafkaBroker {

    private final LogDirectory data;
    private final BrokerPorts ports;
    private final NodeSecurity security;
    private final BrokerTopics topics;
    private final @Nullable Way in;

    // Guarded by this.
    private @Nullable BrokerNode node;
    private boolean closed;

    private InJvmKafkaBroker(
            LogDirectory data, BrokerPorts ports, NodeSecurity security, @Nullable Way in, BrokerNode node) {
        this.data = data;
        this.ports = ports;
        this.security = security;
        this.in = in;
        this.node = node;
        Map<String, String> own = new HashMap<>(security.ownLogin());
        own.put("bootstrap.servers", ports.address(security.ownListener()));
        this.topics = new BrokerTopics(own);
        topics.connect();
    }

    /** Formats a new folder and starts a node on it, open to all. */
    public static InJvmKafkaBroker create() {
        return create(NodeSecurity.none(), null);
    }

    /** The same, with certificates in a folder of their own. */
    public static InJvmKafkaBroker secured(BrokerSecurity security) {
        LogDirectory folder = LogDirectory.create();
        try {
            TlsFiles files = security.isEncrypted()
                    ? TlsFiles.create(folder.path(), security.passwords().keySet())
                    : TlsFiles.none();
            return create(ServerSecurity.of(security, files), new Way(security, files, folder));
        } catch (RuntimeException | Error e) {
            folder.delete();
            throw e;
        }
    }

    private static InJvmKafkaBroker create(NodeSecurity security, @Nullable Way in) {
        LogDirectory data = LogDirectory.create();
        try {
            BrokerSockets sockets = BrokerSockets.anywhere(security.protocols().keySet());
            try (sockets) {
                format(data, security);
                BrokerPorts ports = sockets.ports();
                BrokerNode node = BrokerNode.start(BrokerSettings.of(ports, security, data), sockets);
                return new InJvmKafkaBroker(data, ports, security, in, node);
            }
        } catch (LinkageError e) {
            data.delete();
            throw new IllegalStateException(
                    "A class of the Kafka broker is missing; add org.apache.kafka:kafka_2.13 in the version of"
                            + " kafka-clients to the test class path: " + e.getMessage(),
                    e);
        } catch (Exception e) {
            data.delete();
            throw new IllegalStateException("The Kafka broker in this JVM did not start: " + e.getMessage(), e);
        }
    }

    private static void format(LogDirectory data, NodeSecurity security) throws Exception {
        String folder = data.path().toString();
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setControllerListenerName(BrokerSockets.CONTROLLER)
                .setMetadataLogDirectory(folder)
                .addDirectory(folder)
                .setScramArguments(security.scramCredentials())
                .run();
    }

    @Override
    public String bootstrapServers() {
        return ports.address(security.firstListener());
    }

    @Override
    public BrokerAccess access() {
        if (in == null) {
            throw new UnsupportedOperationException("The broker on " + bootstrapServers()
                    + " is open to all; start one with users and ACLs by KafkaBroker.secured");
        }
        return new SecuredAccess(
                in.security(),
                new ClientSecurity(in.security(), in.certificates()),
                ports,
                new BrokerAcls(topics::admin));
    }

    @Override
    public TestTopic<String, String> topic(String name) {
        requireOpen();
        return topics.topic(name);
    }

    @Override
    public TestTopic<String, String> createTopic(String name, int partitions) {
        requireOpen();
        return topics.create(name, partitions);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> raw(String topic, int count, Duration limit) {
        requireOpen();
        return topics.raw(topic, count, limit);
    }

    @Override
    public synchronized void stop() {
        requireOpen();
        stopNode();
    }

    @Override
    public synchronized void start() {
        requireOpen();
        if (node != null) {
            return;
        }
        try {
            node = BrokerNode.start(BrokerSettings.of(ports, security, data), BrokerSockets.again(ports));
        } catch (BindException e) {
            throw new IllegalStateException(
                    "The broker cannot listen on " + bootstrapServers() + " again, another process holds its port", e);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The broker on " + bootstrapServers() + " did not start again: " + e.getMessage(), e);
        }
        topics.connect();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stopNode();
        } finally {
            data.delete();
            if (in != null) {
                in.folder().delete();
            }
        }
    }

    private void stopNode() {
        BrokerNode running = node;
        node = null;
        topics.disconnect();
        if (running != null) {
            running.stop();
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The broker on " + bootstrapServers() + " is closed");
        }
    }

    /** What access to a secured broker takes. */
    private record Way(BrokerSecurity security, TlsFiles certificates, LogDirectory folder) {}
}
