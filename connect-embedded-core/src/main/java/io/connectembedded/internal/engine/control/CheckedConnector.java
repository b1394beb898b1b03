package io.connectembedded.internal.engine.control;

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.config.Secrets;
import io.connectembedded.internal.offset.ConnectorOffsetReader;
import io.connectembedded.internal.offset.OffsetStorage;

/** A connector whose config has passed validation, and which of its values are secrets. */
public record CheckedConnector(ConnectorConfig config, Secrets secrets) {

    ConnectorOffsetReader offsetReader(OffsetStorage storage) {
        return new ConnectorOffsetReader(config.name(), storage);
    }
}
