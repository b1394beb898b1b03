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

import java.util.Map;

/**
 * The topic of a log, as it is to be created when it is absent.
 *
 * @param purpose what it is called in messages, such as {@code offset topic}
 * @param name the topic
 * @param partitions how many; -1 for the brokers' own default
 * @param replicationFactor how many copies; -1 for the brokers' own default
 * @param configs further settings of the topic; it is compacted whatever they say
 * @param keys what the worker keys of these settings begin with, such as {@code offset.storage.}
 */
public record TopicSpec(
        String purpose, String name, int partitions, int replicationFactor, Map<String, String> configs, String keys) {

    /** The brokers' own default. */
    public static final int BROKERS_DEFAULT = -1;

    public TopicSpec {
        configs = Map.copyOf(configs);
    }

    @Override
    public String toString() {
        return purpose + " " + name;
    }
}
