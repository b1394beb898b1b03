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
package io.connectembedded.internal.inapp;

import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.SinkHandler;
import io.connectembedded.internal.sink.position.SavedPositions;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Hands records to the host's function, one by one or a batch at a time, in order. */
public final class InAppSinkTask extends SinkTask implements InAppTask {

    private @Nullable Function function;

    @Override
    @SuppressWarnings("unchecked") // A spec takes only a SinkHandler<SinkRecord> or an InAppSink under this key.
    public void bind(Map<String, Object> objects, SavedPositions saved) {
        Object handler = objects.get(InAppSinkConnector.HANDLER);
        if (handler instanceof InAppSink<?> sink) {
            function = new WholeBatches<>(sink, saved);
        } else if (handler != null) {
            function = new EachRecord((SinkHandler<SinkRecord>) handler);
        }
    }

    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void start(Map<String, String> props) {
        if (function == null) {
            throw new ConnectException(
                    "The sink has no function in this replica; declare it with" + " ConnectorSpec.sink(name, handler)");
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Function called = function;
        if (called == null) {
            throw new IllegalStateException("put before start");
        }
        called.put(records, context);
    }

    @Override
    public void stop() {
        // Nothing to stop: the function is the host's.
    }
}
