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
package io.connectembedded.internal.offset;

import io.connectembedded.internal.offset.topic.TopicSettings;
import io.connectembedded.offset.OffsetStoreContext;
import java.time.Duration;

/** What a store of this library is told of its worker beyond what any store is. */
public interface WorkerStoreContext extends OffsetStoreContext {

    /** The longest wait for one write. */
    Duration flushTimeout();

    /** The longest wait for the store to be open. */
    Duration startTimeout();

    /** The worker's settings of an offset topic. */
    TopicSettings topicSettings();
}
