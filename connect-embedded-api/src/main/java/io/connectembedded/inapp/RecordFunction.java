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
package io.connectembedded.inapp;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * The host's function in a transform chain; implement it as a lambda. It runs on task threads: with more than one
 * task it is called concurrently and must be thread-safe.
 */
@FunctionalInterface
public interface RecordFunction {
    /**
     * Changes one record, usually by its {@code newRecord}.
     *
     * @param record a {@link org.apache.kafka.connect.source.SourceRecord} or a
     *     {@link org.apache.kafka.connect.sink.SinkRecord}, as the connector is
     * @return the record to go on with, of the same class; null to drop it
     * @throws Exception a {@link org.apache.kafka.connect.errors.RetriableException} for the same record again, as
     *     the {@link io.connectembedded.ConnectorSpec#errors error policy} allows; anything else fails the record
     */
    @Nullable
    ConnectRecord<?> apply(ConnectRecord<?> record) throws Exception;
}
