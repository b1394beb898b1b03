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
package io.connectembedded.internal.engine.validation.terms;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.WorkerConfig;
import io.connectembedded.internal.config.keys.SourceKeys;
import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.offset.OffsetStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what terms sources run in a worker.
 *
 * @param worker its name
 * @param exactlyOnce whether they write in transactions
 * @param hasStore whether there is a store for their offsets
 * @param store that store; null when there is none, or none yet
 */
public record SourceTerms(
        String worker,
        boolean exactlyOnce,
        boolean hasStore,
        @Nullable OffsetStore store) {

    private static final String SUPPORT = "exactly.once.source.support";
    private static final String WHY_A_TOPIC = " is no Kafka topic, and only into a topic can offsets be written in the"
            + " transaction of their records, so that both are there or neither";
    private static final String TO_A_TOPIC =
            "Call offsetStore(OffsetStore.kafka(\"…\")) or set offset.storage.topic of" + " the worker";

    /** What is more is no name a person would choose. */
    private static final int LONGEST_NAME = 200;

    /** Kafka's protocol counts the bytes of a text in 15 bits. */
    private static final int LONGEST_ID = 32_000;

    /**
     * The worker's name as it was wished for.
     *
     * @param chosen whether the host chose it
     * @param taken whether another worker of the JVM has it, so that this one would be numbered
     */
    public record Naming(String name, boolean chosen, boolean taken) {}

    /** Of a worker that is built. */
    public static SourceTerms of(String worker, WorkerConfig config, @Nullable OffsetStore store) {
        return new SourceTerms(worker, config.writesExactlyOnce(), store != null, store);
    }

    /** Refuses what exactly-once cannot stand on. */
    public void check(Naming naming, List<ConnectorSpec> declared, Problems problems) {
        if (exactlyOnce) {
            checkStore(declared, problems);
            checkName(naming, problems);
        }
    }

    private void checkStore(List<ConnectorSpec> declared, Problems problems) {
        boolean ownTopics = declared.stream()
                .anyMatch(spec -> spec.config().containsKey(SourceKeys.OFFSETS_TOPIC)
                        || isTopic(spec.offsetStore().orElse(null)));
        if (!isTopic(store) && !ownTopics) {
            problems.add(
                    null,
                    SUPPORT,
                    "enabled",
                    store == null ? "No offset store is chosen: it must be a Kafka topic" : stored(store),
                    TO_A_TOPIC + ", or set " + SUPPORT + " to disabled");
        }
    }

    private void checkName(Naming naming, Problems problems) {
        String begins = "With " + SUPPORT + "=enabled the worker's name begins the transactional ids of its tasks";
        if (!naming.chosen()) {
            problems.add(
                    null,
                    "name",
                    null,
                    begins + ", and none was chosen: any other worker without a name would fence them",
                    "Call name(\"…\") with a name that no other worker of this Kafka cluster has and that stays the"
                            + " same from start to start");
        } else if (worker.length() > LONGEST_NAME || worker.chars().anyMatch(Character::isISOControl)) {
            problems.add(
                    null,
                    "name",
                    worker.length() > LONGEST_NAME ? worker.substring(0, LONGEST_NAME) + "…" : worker,
                    begins + ": it may hold no control characters and at most " + LONGEST_NAME + " characters",
                    "Choose another name");
        } else if (naming.taken()) {
            problems.add(
                    null,
                    "name",
                    worker,
                    begins + ", and another worker of this JVM has it: the two would fence each other",
                    "Close the other worker before this one is built, or give each a name of its own");
        }
    }

    /** As the other, of one source; {@code ownTopic} if it has one for its offsets. */
    public void check(ConnectorSpec spec, @Nullable String ownTopic, Findings findings) {
        OffsetStore used = spec.offsetStore().orElse(store);
        if (!hasStore && used == null && ownTopic == null) {
            findings.error(
                    "offset.storage.file.filename",
                    "A source connector needs a store for its offsets, and none is chosen",
                    "Call offsetStore(OffsetStore.file(path)) or offsetStore(OffsetStore.kafka(topic)), or set the"
                            + " property to a file, or offset.storage.topic to a topic");
        }
        if (!exactlyOnce) {
            return;
        }
        if (used != null && !isTopic(used) && ownTopic == null) {
            findings.error(
                    SourceKeys.OFFSETS_TOPIC,
                    "The worker writes exactly once; " + lower(stored(used)),
                    "Set " + SourceKeys.OFFSETS_TOPIC + " of this connector to a topic for its offsets. Or "
                            + lower(TO_A_TOPIC));
        }
        if ((worker + spec.name()).getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
            findings.error(
                    "name",
                    "The transactional ids of its tasks, which begin with the names of worker and connector, would be"
                            + " longer than Kafka takes",
                    "Choose a shorter name");
        }
    }

    private static boolean isTopic(@Nullable OffsetStore store) {
        return store instanceof TransactionalStore;
    }

    private static String stored(OffsetStore store) {
        return "The offset store " + store + WHY_A_TOPIC;
    }

    private static String lower(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
