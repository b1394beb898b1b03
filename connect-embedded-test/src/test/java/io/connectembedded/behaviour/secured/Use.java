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

import java.util.function.Function;

/** What a connector uses Kafka for. */
enum Use {
    SOURCE(Trial.Source::new),
    SINK(Trial.Sink::new),
    DEAD_LETTERS(Trial.DeadLetters::new),
    TOPIC_CREATION(Trial.TopicCreation::new);

    private final Function<String, Trial> trial;

    Use(Function<String, Trial> trial) {
        this.trial = trial;
    }

    /** A connector of this name that uses Kafka so, on topics of its own. */
    Trial trial(String name) {
        return trial.apply(name);
    }
}
