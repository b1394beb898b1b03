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
 * Whether Kafka answers: each connector says once when its tasks get no answer any more, and once when they do again.
 * Begins at {@link io.connectembedded.internal.engine.contact.KafkaContacts}. Tasks enter on their threads, the checks
 * run on the control thread.
 */
@NullMarked
package io.connectembedded.internal.engine.contact;

import org.jspecify.annotations.NullMarked;
