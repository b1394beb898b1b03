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

/**
 * What became of every record since a {@link ConnectTestDriver} was made, over all crashes and restarts. Each method
 * checks one promise, returns this report, and throws an {@link AssertionError} that shows the records at fault.
 *
 * <p>A source's record is known by its source partition and offset, topic, key and value, unless
 * {@link SourceDriver#knownBy} says otherwise; one without a source partition by its task instead. A sink's record is
 * known by topic, partition and offset. For {@link #nothingLost()} and {@link #noDuplicates()} the state at the time of
 * the call counts, so settle the driver first.
 */
public interface DeliveryReport {

    /**
     * Every record a source has polled is on its topic. Every record on the topics a sink reads was put, or is where it
     * {@linkplain SinkDriver#arrivesIn arrives} if that is known. A sink reads from the first position of its consumer:
     * what {@code auto.offset.reset=latest} passes over is not lost. Without knowing where records arrive, what lies
     * before a position that the task asked for with {@code SinkTaskContext.offset} is the task's own business.
     */
    DeliveryReport nothingLost();

    /**
     * No source offset was stored while an earlier record of its source partition was unacknowledged, and none that a
     * task changed after it handed its record out. No sink offset was committed for a record that had not been put, or
     * had not {@linkplain SinkDriver#arrivesIn arrived} if that is known; what is not {@linkplain #nothingLost() lost}
     * for its position, is not ahead either.
     */
    DeliveryReport noOffsetAhead();

    /**
     * The records of one source partition are on each topic partition in the order in which they were polled, and a task
     * that goes on from an offset polls them in the same order again; records without an offset may come again in any
     * order. A sink was put the records of a partition in the
     * order of their offsets.
     */
    DeliveryReport inOrder();

    /** {@code SourceTask.commit} was called only when the offsets committed before it were durable. */
    DeliveryReport commitOnlyWhenDurable();

    /**
     * Nothing whose offset was committed is delivered again: no source polls a record again that the stored offset had
     * passed, and no record arrives more often than it was put.
     */
    DeliveryReport nothingAgainAfterCommit();

    /**
     * No record is on its topic, or {@linkplain SinkDriver#arrivesIn arrived}, twice. Holds after crashes only for what
     * is exactly-once.
     */
    DeliveryReport noDuplicates();

    /**
     * What a reader of committed records finds of the sources of a worker with {@code
     * exactly.once.source.support=enabled}: every record that was polled, over all crashes and restarts, once and not
     * twice; without those whose transaction the connector itself took back. Of a worker that does not write exactly once
     * it says nothing.
     */
    DeliveryReport exactlyOnce();
}
