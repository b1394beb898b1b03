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
package io.connectembedded.internal.inapp;

import io.connectembedded.internal.sink.position.SavedPositions;
import java.util.Map;

/** A task that gets its function from the host's objects, before it is started. */
public interface InAppTask {

    /** {@code objects} are those of the connector's spec, by config key; {@code saved}: how it saves positions itself. */
    void bind(Map<String, Object> objects, SavedPositions saved);
}
