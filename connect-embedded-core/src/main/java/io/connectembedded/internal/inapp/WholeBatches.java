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
package io.connectembedded.internal.inapp;

import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.TypedRecord;
import io.connectembedded.internal.sink.position.SavedPositions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A function that is given batches of typed values. */
final class WholeBatches<T> implements Function {

    private final InAppSink<T> sink;
    private final TypedValues<T> values;
    private final SavedPositions saved;
    private final GivenUp givenUp = new GivenUp();

    WholeBatches(InAppSink<T> sink, SavedPositions saved) {
        this.sink = sink;
        this.values = new TypedValues<>(sink.type());
        this.saved = saved.offered();
    }

    @Override
    public void put(Collection<SinkRecord> records, SinkTaskContext context) {
        // There whatever the policy: what it does not tolerate fails the task.
        ErrantRecordReporter reporter = Objects.requireNonNull(context.errantRecordReporter(), "reporter");
        givenUp.begin(records);
        List<TypedRecord<T>> typed = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            try {
                typed.add(new TypedRecord<>(values.of(record), record));
            } catch (DataException e) {
                givenUp.report(record, e, reporter);
            }
        }
        if (!typed.isEmpty()) {
            handle(typed, reporter);
        }
    }

    private void handle(List<TypedRecord<T>> typed, ErrantRecordReporter reporter) {
        HandedBatch<T> batch = new HandedBatch<>(typed, (record, why) -> givenUp.report(record, why, reporter), saved);
        try {
            Function.call(
                    "a batch of " + typed.size() + " records, "
                            + Function.place(typed.get(0).record()) + " to "
                            + Function.place(typed.get(typed.size() - 1).record()),
                    () -> sink.batchHandler().handle(batch));
        } finally {
            batch.end();
        }
    }
}
