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

import io.connectembedded.status.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes Kafka clients; the seam at which a test driver puts its own. */
public interface Clients {

    Producer<byte[], byte[]> producer(TaskId task, Map<String, Object> settings);

    Consumer<byte[], byte[]> consumer(TaskId task, Map<String, Object> settings);

    Cluster cluster(Map<String, Object> settings);

    TopicAdmin topics(TaskId task, Map<String, Object> settings);

    /** The offsets of a sink connector's consumer group. */
    GroupAdmin groups(String connector, String group, Map<String, Object> settings);

    /** Ends what producers of earlier tasks of this connector may still do; where nobody else is, there is nothing to end. */
    default Fencing fencing(String connector, Map<String, Object> settings) {
        return Fencing.NOBODY;
    }

    /** Fences producers off. */
    interface Fencing extends AutoCloseable {

        /** Fences nobody. */
        Fencing NOBODY = (ids, limit) -> CompletableFuture.completedFuture(null);

        /**
         * Done when no producer that has one of these transactional ids now writes any more, and what it had open is
         * aborted; fails with Kafka's exception, or with a {@code RefusedException}, when that is not certain.
         */
        CompletableFuture<Void> fence(Collection<String> transactionalIds, Duration limit);

        /** Waits for nothing. */
        @Override
        default void close() {}
    }

    /** What is asked of the cluster itself. */
    interface Cluster extends AutoCloseable {

        /** The cluster's id, asked for so long. */
        Future<String> id(Duration limit);

        /** Whether anybody took a connection, whatever became of it. */
        boolean wasReached();

        /** Waits for nothing. */
        @Override
        void close();
    }
}
