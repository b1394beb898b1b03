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
package io.connectembedded.metrics;

import java.util.List;

/** The numbers of a connector: sums over its tasks in this worker. */
public interface ConnectorMetrics extends MetricsSnapshot {
    /** The connector's name. */
    String connector();

    /**
     * Records per second that left its tasks: written to Kafka ({@code source-record-write-rate}) or delivered to
     * the sink ({@code sink-record-send-rate}).
     */
    double recordRate();

    /**
     * How many records have left its tasks: {@code source-record-write-total} or {@code sink-record-send-total}.
     */
    long recordTotal();

    /** The numbers of each task in this worker. */
    List<TaskMetrics> tasks();
}
