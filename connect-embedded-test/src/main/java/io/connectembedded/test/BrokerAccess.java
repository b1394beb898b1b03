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
package io.connectembedded.test;

import io.connectembedded.test.BrokerSecurity.Listener;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** What clients need to get into a broker of {@link KafkaBroker#secured}, and what they may do there. Thread-safe. */
public interface BrokerAccess {

    /**
     * The address of this listener, as {@code host:port}; the same for the whole life of the broker.
     *
     * @throws IllegalArgumentException if the broker has no such listener
     */
    String bootstrapServers(Listener listener);

    /**
     * The properties of a client that does not say who it is, under the names of any Kafka client, with
     * {@code bootstrap.servers}.
     *
     * @throws IllegalArgumentException if the broker has no such listener, or it wants to know
     */
    Map<String, String> client(Listener listener);

    /**
     * The properties of a client of this user, under the names of any Kafka client, with {@code bootstrap.servers}. They
     * hold secrets, and name files that are gone when the broker is closed.
     *
     * @throws IllegalArgumentException if the broker has no such listener or user, or the listener knows no users
     */
    Map<String, String> client(Listener listener, String user);

    /** Who this user is to the broker's ACLs when he comes by this listener. */
    String principal(Listener listener, String user);

    /**
     * Adds an ACL: this principal may do this, from any host. Returns when the broker acts on it.
     *
     * @param principal as {@code User:alice}; see {@link #principal}
     * @param name the name of one topic, group or transactional id, {@code *} for all; {@code kafka-cluster} for
     *     {@link ResourceType#CLUSTER}
     * @throws IllegalStateException if the broker does not run or has no {@linkplain BrokerSecurity#acls() ACLs}
     */
    void allow(String principal, AclOperation operation, ResourceType type, String name);

    /**
     * Takes back what {@link #allow} gave, if it did. Returns when the broker acts on it.
     *
     * @throws IllegalStateException if the broker does not run or has no {@linkplain BrokerSecurity#acls() ACLs}
     */
    void revoke(String principal, AclOperation operation, ResourceType type, String name);
}
