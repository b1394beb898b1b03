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
package io.connectembedded.internal.engine.recovery;

import io.connectembedded.RestartPolicy;
import io.connectembedded.internal.engine.event.Events;
import io.connectembedded.internal.lifecycle.work.CommandLoop;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What automatic restarts need of their worker.
 *
 * @param ofWorker the policy of connectors that have none
 * @param random from 0 to 1, for the jitter
 * @param gaveUp told of a connector of which something failed that no restart brings back
 */
public record Restarts(
        RestartPolicy ofWorker, DoubleSupplier random, CommandLoop control, Events events, Consumer<String> gaveUp) {

    /** Nobody is told of what stays failed. */
    public Restarts(RestartPolicy ofWorker, DoubleSupplier random, CommandLoop control, Events events) {
        this(ofWorker, random, control, events, connector -> {});
    }
}
