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
package io.connectembedded.test;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.connect.source.SourceRecord;

/** A source task under a {@link ConnectTestDriver}, step by step. */
public interface SourceDriver {

    /**
     * Another task of the same connector.
     *
     * @throws IllegalArgumentException if the connector has no such task
     */
    SourceDriver task(int task);

    /**
     * One round of the task's loop: polls the plug-in once and sends what came to Kafka, unacknowledged. While records
     * of an earlier round wait to be sent again, those are sent and nothing is polled.
     *
     * @return what {@code SourceTask.poll} returned, empty for null
     * @throws io.connectembedded.error.ConnectorFailedException if the task fails in this round, with the cause; the
     *     task is FAILED then and can be restarted through the worker
     * @throws IllegalStateException if the task does not run: it is paused, stopped or FAILED
     */
    List<SourceRecord> poll();

    /** How many sent records are not acknowledged yet, dead letters included. */
    int inFlight();

    /**
     * Lets Kafka acknowledge the oldest so many, dead letters included; they are on their topic then.
     *
     * @throws IllegalArgumentException if fewer are in flight
     */
    void ack(int oldest);

    /** Lets Kafka acknowledge everything in flight. */
    void ackAll();

    /** Kafka refuses the next record that is sent; the task fails in the round after that one, as with a broker. */
    void failNextSend(Exception failure);

    /**
     * Kafka refuses the next dead letter of this task; the task fails, for the record would be lost otherwise.
     *
     * @throws IllegalStateException if the task was not started or has no dead letter queue
     */
    void failNextDeadLetter(Exception failure);

    /**
     * Kafka does not commit the next transaction of this task, which writes exactly once: its records and offsets stay
     * on their topics, unseen by readers of committed records. A {@link
     * org.apache.kafka.common.errors.TimeoutException} is asked again at once, and answered; with anything else the task
     * fails in the round that commits.
     *
     * @throws IllegalStateException if the task was not started or does not write exactly once
     */
    void failNextCommit(RuntimeException failure);

    /**
     * Does what the worker does every {@code offset.flush.interval.ms}: writes the offsets of acknowledged records, and
     * calls {@code SourceTask.commit} once they are durable. A task that writes exactly once ends its transaction, unless
     * its boundaries are the connector's.
     *
     * @return whether an offset was written: false also when the store refused
     */
    boolean commit();

    /**
     * Says what makes two records of a source partition the same one, for {@link DeliveryReport}: {@code identity}
     * answers something with {@code equals}, such as the key. Without it a record is known by its offset, topic, key and
     * value; but a value with the time of reading in it is another one when it is read again. Holds for all tasks of the
     * connector and records polled from now on, so say it first.
     */
    SourceDriver knownBy(Function<? super SourceRecord, ?> identity);
}
