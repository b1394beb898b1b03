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
import io.connectembedded.test.SourceDriver;
import io.connectembedded.test.internal.kafka.DriverProducer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.connect.source.SourceRecord;

/** One source task. */
record HandSourceDriver(TaskId id, Steps steps, DriverSurroundings around) implements SourceDriver {

    @Override
    public SourceDriver task(int task) {
        return new HandSourceDriver(TaskIds.of(steps.worker(), id.connector(), task), steps, around);
    }

    @Override
    public List<SourceRecord> poll() {
        return steps.poll(id);
    }

    @Override
    public int inFlight() {
        return around.producers(id).map(TaskProducers::inFlight).orElse(0);
    }

    @Override
    public void ack(int oldest) {
        producers().ack(oldest);
    }

    @Override
    public void ackAll() {
        producers().ack(inFlight());
    }

    @Override
    public void failNextSend(Exception failure) {
        Objects.requireNonNull(failure, "failure");
        producers().records().orElseThrow(this::notStarted).failNextSend(failure);
    }

    @Override
    public void failNextDeadLetter(Exception failure) {
        Objects.requireNonNull(failure, "failure");
        producers().letters().orElseThrow(() -> TaskProducers.noLetters(id)).failNextSend(failure);
    }

    @Override
    public void failNextCommit(RuntimeException failure) {
        Objects.requireNonNull(failure, "failure");
        producers()
                .records()
                .filter(DriverProducer::isTransactional)
                .orElseThrow(() -> new IllegalStateException("Task " + id + " does not write exactly once"))
                .failNextCommit(failure, false);
    }

    @Override
    public boolean commit() {
        return steps.commit(id);
    }

    @Override
    public SourceDriver knownBy(Function<? super SourceRecord, ?> identity) {
        around.ledger.knownBy(id.connector(), Objects.requireNonNull(identity, "identity"));
        return this;
    }

    private TaskProducers producers() {
        return around.producers(id).orElseThrow(this::notStarted);
    }

    private IllegalStateException notStarted() {
        return new IllegalStateException("Task " + id + " was not started, so it has no producer: "
                + steps.worker().connector(id.connector()).status());
    }
}
