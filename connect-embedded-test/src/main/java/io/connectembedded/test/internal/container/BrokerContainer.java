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
package io.connectembedded.test.internal.container;

/** A container with a broker in it, as far as a {@link ContainerKafkaBroker} moves it. */
interface BrokerContainer {

    /** Creates and starts it, and returns when the broker in it serves clients. */
    void start();

    /** The address of the broker as seen from this JVM, once it is started. */
    String bootstrapServers();

    /** Freezes all of its processes. */
    void pause();

    /** Ends {@link #pause}. */
    void unpause();

    /** Ends and removes it. */
    void remove();
}
