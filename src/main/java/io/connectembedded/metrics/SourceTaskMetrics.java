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

/** The numbers of a source task; Connect's {@code source-task-metrics}. */
public non-sealed interface SourceTaskMetrics extends TaskMetrics {
    /** Records per second polled from the connector, before transforms: {@code source-record-poll-rate}. */
    double pollRate();

    /** Records per second written to Kafka, after transforms: {@code source-record-write-rate}. */
    double writeRate();

    /** How many records were polled from the connector: {@code source-record-poll-total}. */
    long polled();

    /** How many records were written to Kafka: {@code source-record-write-total}. */
    long written();
}
