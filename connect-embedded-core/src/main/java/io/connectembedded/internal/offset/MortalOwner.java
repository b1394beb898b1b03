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

import io.connectembedded.offset.OffsetStoreContext;

/** The context of a worker that may be killed, and then never closes what it has opened. */
public interface MortalOwner extends OffsetStoreContext {

    /** Whether it was killed: what it held is free. */
    boolean isGone();

    /** What the worker itself gives. */
    default OffsetStoreContext context() {
        return this;
    }
}
