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
package io.connectembedded.test.internal.driver;

import io.connectembedded.status.TaskId;
import io.connectembedded.test.internal.kafka.DriverProducer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The producers of one task: that of a source's records, and that of dead letters. */
final class TaskProducers {

    private static final String OF_LETTERS = "connector-dlq-producer-";

    private final TaskId task;
    private @Nullable DriverProducer records;
    private @Nullable DriverProducer letters;

    TaskProducers(TaskId task) {
        this.task = task;
    }

    static boolean isOfLetters(Map<String, Object> settings) {
        return String.valueOf(settings.get("client.id")).contains(OF_LETTERS);
    }

    static IllegalStateException noLetters(TaskId task) {
        return new IllegalStateException("Task " + task + " writes no dead letters; it must be started, and have an"
                + " errors.deadletterqueue.topic.name");
    }

    /** The last one of its kind counts: the task was started anew. */
    void add(DriverProducer producer, Map<String, Object> settings) {
        if (isOfLetters(settings)) {
            letters = producer;
        } else {
            records = producer;
        }
    }

    Optional<DriverProducer> records() {
        return Optional.ofNullable(records);
    }

    Optional<DriverProducer> letters() {
        return Optional.ofNullable(letters);
    }

    void each(Consumer<DriverProducer> what) {
        records().ifPresent(what);
        letters().ifPresent(what);
    }

    int inFlight() {
        return records().map(DriverProducer::inFlight).orElse(0)
                + letters().map(DriverProducer::inFlight).orElse(0);
    }

    /** How many records were acknowledged so far; those of a producer that was replaced count no more. */
    long acked() {
        return records().map(DriverProducer::acked).orElse(0L)
                + letters().map(DriverProducer::acked).orElse(0L);
    }

    /** Those of records first. */
    List<TopicPartition> inFlightPartitions() {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        each(producer -> partitions.addAll(producer.inFlightPartitions()));
        return new ArrayList<>(partitions);
    }

    /**
     * Acknowledges the oldest so many, whoever sent them.
     *
     * @throws IllegalArgumentException if fewer are in flight
     */
    void ack(int oldest) {
        if (oldest < 0 || oldest > inFlight()) {
            throw new IllegalArgumentException(
                    "Task " + task + " has " + inFlight() + " records in flight, not " + oldest);
        }
        for (int acked = 0; acked < oldest; acked++) {
            next().ack(1);
        }
    }

    private DriverProducer next() {
        DriverProducer ofRecords = records;
        DriverProducer ofLetters = letters;
        if (ofRecords == null || ofLetters == null) {
            DriverProducer only = ofRecords == null ? ofLetters : ofRecords;
            if (only == null) {
                throw new IllegalStateException("There is no producer, so nothing is in flight");
            }
            return only;
        }
        return ofRecords.oldest() < ofLetters.oldest() ? ofRecords : ofLetters;
    }

    /** Acknowledges the oldest record in flight to this partition. */
    void ackPartition(TopicPartition partition) {
        DriverProducer ofLetters = letters;
        if (ofLetters != null && ofLetters.inFlightPartitions().contains(partition)) {
            ofLetters.ackPartition(partition);
        } else {
            records().ifPresent(producer -> producer.ackPartition(partition));
        }
    }
}
