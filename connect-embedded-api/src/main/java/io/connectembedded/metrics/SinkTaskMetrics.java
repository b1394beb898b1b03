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

import java.util.OptionalLong;

/** The numbers of a sink task; Connect's {@code sink-task-metrics}. */
public non-sealed interface SinkTaskMetrics extends TaskMetrics {
    /** Records per second read from Kafka, before transforms: {@code sink-record-read-rate}. */
    double readRate();

    /** Records per second delivered to the connector, after transforms: {@code sink-record-send-rate}. */
    double sendRate();

    /** How many records were read from Kafka: {@code sink-record-read-total}. */
    long read();

    /** How many records were delivered to the connector: {@code sink-record-send-total}. */
    long sent();

    /** How many topic partitions are assigned to the task: {@code partition-count}. */
    int partitions();

    /**
     * How many records lie between what was read and the end, of the topic partition that is behind most: {@code
     * sink-record-lag-max}, which Connect declares and never fills. As known from the last fetch; empty before the first.
     */
    OptionalLong maxLag();
}
