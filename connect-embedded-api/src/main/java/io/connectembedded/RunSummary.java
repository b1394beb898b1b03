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

import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.status.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of a bounded run. Immutable.
 *
 * @param outcome how it ended
 * @param duration from the call of {@link ConnectWorker#runUntil} until the worker was stopped
 * @param connectors by name, all that ran
 */
public record RunSummary(Outcome outcome, Duration duration, Map<String, Connector> connectors) {

    public RunSummary {
        connectors = Map.copyOf(connectors);
    }

    /** What all connectors delivered together. */
    public long records() {
        return connectors.values().stream().mapToLong(Connector::records).sum();
    }

    /**
     * What one connector did.
     *
     * @param records put into a sink, acknowledged to a source; redelivered ones are counted again
     * @param bytes of keys and values as Kafka has them: those a sink read, those of a source that were acknowledged
     * @param dropped left out by a transformation, or given up
     * @param lastOffsets of a source: all its offsets in its store when it had stopped, empty if the store did not answer;
     *     of a sink: the last offset of each partition that was committed in this run
     * @param failures of the connector and its tasks, those included that restarts got over
     */
    public record Connector(
            long records, long bytes, long dropped, List<ConnectorOffset> lastOffsets, List<Failure> failures) {

        public Connector {
            lastOffsets = List.copyOf(lastOffsets);
            failures = List.copyOf(failures);
        }
    }

    /** How a bounded run ended. */
    public enum Outcome {
        /** The goal was reached, and the worker stopped in order after it. */
        REACHED,
        /**
         * A connector or a task FAILED and its {@link RestartPolicy} brings it back no more (with {@code never()}: at
         * once), whatever the others do; or the worker itself FAILED.
         */
        FAILED,
        /** The host stopped or closed the worker meanwhile. */
        STOPPED
    }
}
