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
/**
 * Records and their offsets in one transaction of Kafka's (KIP-618): the second way of delivery. Entry: {@link
 * io.connectembedded.internal.source.exactlyonce.ExactlyOnceDelivery}. The task thread does everything; the producer's
 * thread answers for records, and a plug-in may ask for the end of a transaction from any thread of its own.
 */
@NullMarked
package io.connectembedded.internal.source.exactlyonce;

import org.jspecify.annotations.NullMarked;
