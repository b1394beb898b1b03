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
package io.connectembedded.internal.engine.control;

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import io.connectembedded.internal.offset.OffsetStorages;

/** A connector whose config has passed validation, and which of its values are secrets. */
public record CheckedConnector(ConnectorConfig config, Secrets secrets) {

    /** Whether nothing has to be restarted to go from one to the other: as written, secrets not yet filled in. */
    boolean runsLike(CheckedConnector other) {
        return config.spec().config().equals(other.config.spec().config())
                && config.spec().objects().equals(other.config.spec().objects())
                && config.spec().offsetStore().equals(other.config.spec().offsetStore());
    }

    public ConnectorOffsetReader offsetReader(OffsetStorages storages) {
        return new ConnectorOffsetReader(config.name(), storages.of(config));
    }
}
