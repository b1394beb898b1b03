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

import io.connectembedded.inapp.SinkHandler;
import io.connectembedded.internal.lifecycle.Failures;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Hands every record to the host's function, one by one, in order. */
public final class InAppSinkTask extends SinkTask implements InAppTask {

    private @Nullable SinkHandler<SinkRecord> handler;

    @Override
    @SuppressWarnings("unchecked") // A spec takes only a SinkHandler<SinkRecord> under this key.
    public void bind(Map<String, Object> objects) {
        handler = (SinkHandler<SinkRecord>) objects.get(InAppSinkConnector.HANDLER);
    }

    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void start(Map<String, String> props) {
        if (handler == null) {
            throw new ConnectException(
                    "The sink has no function in this replica; declare it with" + " ConnectorSpec.sink(name, handler)");
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        SinkHandler<SinkRecord> function = handler;
        if (function == null) {
            throw new IllegalStateException("put before start");
        }
        for (SinkRecord record : records) {
            handle(function, record);
        }
    }

    private static void handle(SinkHandler<SinkRecord> function, SinkRecord record) {
        try {
            function.handle(record);
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted at record " + place(record), e);
        } catch (Exception e) {
            throw new ConnectException(
                    "The sink's function failed at record " + place(record) + ": " + Failures.messageOf(e), e);
        }
    }

    private static String place(SinkRecord record) {
        return record.topic() + "-" + record.kafkaPartition() + "@" + record.kafkaOffset();
    }

    @Override
    public void stop() {
        // Nothing to stop: the function is the host's.
    }
}
