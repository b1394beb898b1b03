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
package io.connectembedded.internal.source.exactlyonce;

import java.time.Duration;
import org.apache.kafka.connect.source.SourceTask.TransactionBoundary;

/**
 * How one task writes exactly once.
 *
 * @param boundary what a transaction holds
 * @param interval how long one goes on where that is the boundary
 * @param offsetsTopic where the offsets go, by {@link io.connectembedded.internal.offset.ConnectEntry}
 * @param id of the producer: {@code transactional.id}
 * @param timeout after which Kafka aborts an open transaction: {@code transaction.timeout.ms}
 * @param fencing makes sure that no task of an earlier plan still writes; blocks the task thread until then
 * @param confirming after the producer is initialized: makes sure that nobody took over in between
 */
public record ExactlyOnce(
        TransactionBoundary boundary,
        Duration interval,
        String offsetsTopic,
        String id,
        Duration timeout,
        Runnable fencing,
        Runnable confirming) {}
