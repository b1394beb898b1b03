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
package io.connectembedded.test.internal.script;

import io.connectembedded.offset.OffsetStoreContext;
import java.util.Map;

/** What a store can be opened with where no worker is. */
public final class NoWorker implements OffsetStoreContext {

    @Override
    public String workerName() {
        return "offset-store-contract";
    }

    @Override
    public Map<String, Object> adminProperties() {
        return Map.of();
    }

    @Override
    public Map<String, Object> producerProperties() {
        return Map.of();
    }

    @Override
    public Map<String, Object> consumerProperties() {
        return Map.of();
    }
}
