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
package io.connectembedded.offset;

import java.util.Map;

/**
 * What an {@link OffsetStore} may need of the worker that opens it. The maps cannot be modified and may hold
 * secrets.
 */
public interface OffsetStoreContext {
    /** The worker's name. */
    String workerName();

    /** Properties for a Kafka admin client of the store's own. */
    Map<String, Object> adminProperties();

    /** Properties for a Kafka producer of the store's own. */
    Map<String, Object> producerProperties();

    /** Properties for a Kafka consumer of the store's own. */
    Map<String, Object> consumerProperties();
}
