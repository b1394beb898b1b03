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
package io.connectembedded.error;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The worker has no connector of the name asked for, or that no task of the number; the message names those near. */
public final class ConnectorNotFoundException extends ConnectEmbeddedException {
    private static final long serialVersionUID = 1L;

    private final String connector;
    private final String[] nearMatches;

    /**
     * Creates an exception for a name.
     *
     * @param connector the name asked for
     * @param nearMatches names of existing connectors the caller may have meant; may be empty
     */
    public ConnectorNotFoundException(String connector, Collection<String> nearMatches) {
        this(message(connector, nearMatches), connector, nearMatches);
    }

    private ConnectorNotFoundException(String message, String connector, Collection<String> nearMatches) {
        super(message);
        this.connector = connector;
        this.nearMatches = nearMatches.toArray(String[]::new);
    }

    /**
     * An exception for a task that is not there, of a connector that is.
     *
     * @param connector the connector's name
     * @param task the number asked for
     * @param tasks the numbers there are
     */
    public static ConnectorNotFoundException ofTask(String connector, int task, Collection<Integer> tasks) {
        String there = tasks.isEmpty() ? "it has no tasks now" : "it has the tasks " + List.copyOf(tasks);
        return new ConnectorNotFoundException(
                "Connector '" + connector + "' has no task " + task + ": " + there + ".", connector, List.of());
    }

    /** The name asked for. */
    public String connector() {
        return connector;
    }

    /** Names of existing connectors the caller may have meant; may be empty. */
    public List<String> nearMatches() {
        return List.of(nearMatches);
    }

    private static String message(String connector, Collection<String> nearMatches) {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(nearMatches, "nearMatches");
        String remedy = nearMatches.isEmpty()
                ? "See connectors().names() for those there are."
                : "Did you mean '" + String.join("', '", nearMatches) + "'?";
        return "There is no connector '" + connector + "'. " + remedy;
    }
}
