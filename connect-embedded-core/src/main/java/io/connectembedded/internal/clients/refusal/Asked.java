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
package io.connectembedded.internal.clients.refusal;

import java.util.List;

/**
 * What was asked of Kafka, in the words of its ACLs.
 *
 * @param topic empty when many are meant; then the refusal names them
 * @param onTopic the operations it takes on the topic
 * @param onCluster the operation it takes on the cluster, if Kafka asks for one
 * @param mayMake whether the broker makes a topic that is not there: without the right to that it names the same topic
 * @param onGroup the operation it takes on a consumer group, if there is one
 */
public record Asked(String topic, List<String> onTopic, String onCluster, boolean mayMake, String onGroup) {

    private static final String READ = "Read";

    static final String IDEMPOTENT_WRITE = "IdempotentWrite";

    /** Of no group but to read from it. */
    public Asked(String topic, List<String> onTopic, String onCluster, boolean mayMake) {
        this(topic, onTopic, onCluster, mayMake, READ);
    }

    /** An administrator's operation on a group's offsets, of this topic or, when empty, of all. */
    public static Asked group(String operation, String topic) {
        return new Asked(topic, List.of(READ), "Describe", false, operation);
    }

    /** By an admin client: what a topic is like. */
    public static Asked describe(String topic) {
        return new Asked(topic, List.of("Describe"), "Describe", false);
    }

    /** By a producer; one that is idempotent asks for that too, of brokers that want it. */
    public static Asked write(String topic) {
        return new Asked(topic, List.of("Write"), IDEMPOTENT_WRITE, false);
    }

    /** As {@link #write}, to a topic that nobody has looked for. */
    public static Asked writeAnywhere(String topic) {
        return new Asked(topic, List.of("Write"), IDEMPOTENT_WRITE, true);
    }

    /** By a consumer, which also reads from its group. */
    public static Asked read() {
        return new Asked("", List.of("Read"), "Describe", false);
    }

    /** By an admin client, which looks first whether the topic is there. */
    public static Asked create(String topic) {
        return new Asked(topic, List.of("Create", "Describe"), "Create", false);
    }

    /** Of no topic: who the brokers are. */
    public static Asked cluster() {
        return new Asked("", List.of("Describe"), "Describe", false);
    }
}
