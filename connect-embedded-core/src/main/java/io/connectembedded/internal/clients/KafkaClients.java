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
package io.connectembedded.internal.clients;

import io.connectembedded.internal.clients.refusal.Refusals;
import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The real clients. */
public final class KafkaClients implements Clients {

    @Override
    public Producer<byte[], byte[]> producer(TaskId task, Map<String, Object> settings) {
        return refusals(task, settings)
                .made(() -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public Consumer<byte[], byte[]> consumer(TaskId task, Map<String, Object> settings) {
        return refusals(task, settings)
                .made(() -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    @Override
    public Cluster cluster(Map<String, Object> settings) {
        return new AdminCluster(Admin.create(settings));
    }

    @Override
    public TopicAdmin topics(TaskId task, Map<String, Object> settings) {
        Refusals refusals = refusals(task, settings);
        return new KafkaTopicAdmin(refusals.made(() -> Admin.create(settings)), refusals);
    }

    @Override
    public GroupAdmin groups(String connector, String group, Map<String, Object> settings) {
        Refusals refusals = Refusals.of("connector " + connector, settings);
        return new KafkaGroupAdmin(group, refusals.made(() -> Admin.create(settings)), refusals);
    }

    @Override
    public Fencing fencing(String connector, Map<String, Object> settings) {
        Refusals refusals = Refusals.of("connector " + connector, settings);
        return new KafkaFencing(connector, settings, refusals.made(() -> Admin.create(settings)));
    }

    private static Refusals refusals(TaskId task, Map<String, Object> settings) {
        return Refusals.of("task " + task, settings);
    }

    private record AdminCluster(Admin admin) implements Cluster {

        @Override
        public Future<String> id(Duration limit) {
            long millis = Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
            return admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) millis))
                    .clusterId();
        }

        @Override
        public boolean wasReached() {
            return admin.metrics().entrySet().stream()
                    .filter(each -> each.getKey().name().equals("connection-creation-total")
                            && each.getKey().group().equals("admin-client-metrics"))
                    .anyMatch(each -> each.getValue().metricValue() instanceof Double made && made > 0);
        }

        @Override
        public void close() {
            admin.close(Duration.ZERO);
        }
    }
}
