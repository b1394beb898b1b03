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

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;

/** Looks for topics and creates them. Every call waits for the cluster and throws Kafka's own exceptions, unwrapped. */
public interface TopicAdmin extends AutoCloseable {

    /**
     * Which of these exist.
     *
     * @throws io.connectembedded.internal.clients.refusal.RefusedException when Kafka does not let the task, as does
     *     {@link #create}
     */
    Set<String> existing(Collection<String> topics, Duration limit);

    /** False when it exists already, whoever made it. */
    boolean create(NewTopic topic, Duration limit);

    /** Waits for nothing. */
    @Override
    void close();
}
