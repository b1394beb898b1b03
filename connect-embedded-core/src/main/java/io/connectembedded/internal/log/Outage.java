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
package io.connectembedded.internal.log;

import io.connectembedded.internal.lifecycle.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a topic cannot be used, however often it is tried meanwhile, and once that it can be again. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLog.class);

    private final TopicSpec topic;
    private boolean told;

    Outage(TopicSpec topic) {
        this.topic = topic;
    }

    void begins(Throwable cause) {
        if (!told) {
            told = true;
            LOG.warn(
                    "The {} cannot be used at the moment and is tried again when it is needed: {}",
                    topic,
                    Failures.messageOf(cause));
        }
    }

    void isOver() {
        if (told) {
            told = false;
            LOG.info("The {} can be used again", topic);
        }
    }
}
