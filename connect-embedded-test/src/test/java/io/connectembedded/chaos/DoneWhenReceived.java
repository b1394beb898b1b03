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
package io.connectembedded.chaos;

import java.util.ArrayList;
import java.util.List;

/** Broken: tells the queue at a commit that all it has received is done, which Kafka may not have yet. */
public final class DoneWhenReceived extends MessageTask {

    private final List<Integer> received = new ArrayList<>();

    @Override
    void received(int number) {
        received.add(number);
    }

    @Override
    public void commit() {
        received.forEach(queue::done);
        received.clear();
    }
}
