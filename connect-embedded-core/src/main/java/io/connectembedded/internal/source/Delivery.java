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
package io.connectembedded.internal.source;

import io.connectembedded.internal.lifecycle.Deadline;
import io.connectembedded.internal.metrics.SourceMeters;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;

/**
 * The way of a record after its steps, and of its offset: sent, acknowledged, committed. One way for at-least-once, one
 * for exactly-once; the assembly chooses. The task thread, but for what says otherwise.
 */
public interface Delivery {

    SourceMeters meters();

    /** What the plug-in may end transactions with; null when that is not its affair. */
    @Nullable
    TransactionContext transactionContext();

    /** Makes the producer, before the plug-in is started or reads its offsets; may wait for Kafka. */
    void open();

    /** The plug-in is started. */
    void started();

    /** Before a round: what is left to do for records sent earlier, and their failure, if there is one. */
    void beginRound() throws InterruptedException;

    /** Whether a record of this size may be sent now. */
    boolean hasRoom(int bytes);

    /** Until there is room for a record of this size, or something else to do. */
    void rest(int bytes) throws InterruptedException;

    /** The plug-in was polled. */
    void beginBatch();

    /** False when the record has to be sent again, later. */
    boolean send(SourceRecord record, ProducerRecord<byte[], byte[]> made, int bytes) throws InterruptedException;

    /** The record reaches no topic; {@code givenUp}: after a failure, else a transformation wanted it so. */
    void drop(SourceRecord record, boolean givenUp) throws InterruptedException;

    /** Everything the plug-in was polled for is sent or dropped, which may be nothing. */
    void endBatch() throws InterruptedException;

    /** Commits what can be committed. */
    void commit() throws InterruptedException;

    /** No round follows for now. */
    void pause() throws InterruptedException;

    /** Records sent and not yet answered for; any thread. */
    int inFlight();

    /** Whether it waits for an answer of Kafka; any thread. */
    boolean awaitsKafka();

    /** Kafka refuses the producer's login while somebody waits for it; any thread, which waits for nothing. */
    void loginRefused();

    /** Ends a wait that a stop has made pointless; any thread, which waits for nothing. */
    void wakeUp();

    /** The step the task is in, which is this one as far as the loop knows; any thread. */
    String stage(String own);

    /** The method of the plug-in that a thread of the producer is in; null when there is none; any thread. */
    @Nullable
    String leftIn();

    /** The last commit, unless it was never started or is abandoned. Never throws. */
    void finish(boolean failed, Deadline deadline);

    /** The task is abandoned: nothing of it is committed or told any more; any thread, which waits for nothing. */
    void cancel();

    /** After {@link #cancel}: drops what is not sent yet; any thread, which may wait for that of the producer. */
    void abandon();

    void close(Deadline deadline);
}
