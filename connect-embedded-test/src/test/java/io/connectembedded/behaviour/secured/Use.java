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
package io.connectembedded.behaviour.secured;

/** What a connector uses Kafka for. */
enum Use {
    SOURCE,
    SINK,
    DEAD_LETTERS,
    TOPIC_CREATION;

    /** A connector of this name that uses Kafka so, on topics of its own. */
    Trial trial(String name) {
        return switch (this) {
            case SOURCE -> new Trial.Source(name);
            case SINK -> new Trial.Sink(name);
            case DEAD_LETTERS -> new Trial.DeadLetters(name);
            case TOPIC_CREATION -> new Trial.TopicCreation(name);
        };
    }
}
