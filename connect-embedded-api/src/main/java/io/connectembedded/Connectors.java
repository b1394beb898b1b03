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
package io.connectembedded;

import io.connectembedded.status.Completion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The connectors of a worker, to be looked up, added and changed at any time. Thread-safe. Look-ups answer in every
 * state of the worker; operations fail with a {@link io.connectembedded.error.WorkerStateException} in their
 * completion unless it is STARTING (they wait) or RUNNING.
 */
public interface Connectors {
    /** The names of all connectors at this moment; cannot be modified. */
    Set<String> names();

    /** A handle for each connector at this moment; cannot be modified. */
    List<ConnectorHandle> all();

    /**
     * The handle of a connector.
     *
     * @param name the connector's name
     * @return its handle; empty when there is no such connector
     */
    Optional<ConnectorHandle> find(String name);

    /**
     * Adds a connector. Done when it is known to the worker; wait for {@link ConnectorHandle#running()} for more.
     *
     * @param spec the connector to run
     * @return its handle; fails with {@link io.connectembedded.error.ConnectorExistsException} when the name is
     *     taken, and with {@link io.connectembedded.error.InvalidConfigException} when the spec cannot be used
     */
    Completion<ConnectorHandle> create(ConnectorSpec spec);

    /**
     * Adds a connector, or changes the one of this name. With an equal spec nothing happens. Done when the change
     * is known to the worker and old tasks are gone; wait for {@link ConnectorHandle#running()} for more.
     *
     * @param spec the connector to run
     * @return its handle; fails with {@link io.connectembedded.error.InvalidConfigException} when the spec cannot
     *     be used
     */
    Completion<ConnectorHandle> put(ConnectorSpec spec);

    /**
     * Does {@link #put} for several connectors, all or none: when one spec cannot be used, nothing changes.
     *
     * @param specs the connectors to run, each name once
     * @return their handles in the order of {@code specs}; fails with
     *     {@link io.connectembedded.error.InvalidConfigException} holding the problems of all specs
     */
    Completion<List<ConnectorHandle>> putAll(Collection<ConnectorSpec> specs);
}
