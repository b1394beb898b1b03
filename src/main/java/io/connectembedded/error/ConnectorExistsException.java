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

import java.util.Objects;

/** A connector of this name exists already, and the call was to create it; {@code put} would change it. */
public final class ConnectorExistsException extends ConnectEmbeddedException {
    private static final long serialVersionUID = 1L;

    private final String connector;

    /**
     * Creates an exception for a name.
     *
     * @param connector the name that is taken
     */
    public ConnectorExistsException(String connector) {
        super("Connector '" + Objects.requireNonNull(connector, "connector")
                + "' exists already. Use put to change it, or choose another name.");
        this.connector = connector;
    }

    /** The name that is taken. */
    public String connector() {
        return connector;
    }
}
