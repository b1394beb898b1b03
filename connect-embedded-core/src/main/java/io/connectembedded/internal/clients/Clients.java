package io.connectembedded.internal.clients;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes Kafka clients; the seam at which a test driver puts its own. */
public interface Clients {

    Producer<byte[], byte[]> producer(Map<String, Object> settings);

    Consumer<byte[], byte[]> consumer(Map<String, Object> settings);

    Admin admin(Map<String, Object> settings);
}
