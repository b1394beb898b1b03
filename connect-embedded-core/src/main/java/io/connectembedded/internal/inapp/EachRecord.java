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

import io.connectembedded.inapp.SinkHandler;
import java.util.Collection;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A function that is given one record at a time, as Connect has it. */
record EachRecord(SinkHandler<SinkRecord> handler) implements Function {

    @Override
    public void put(Collection<SinkRecord> records, SinkTaskContext context) {
        for (SinkRecord record : records) {
            Function.call("record " + Function.place(record), () -> handler.handle(record));
        }
    }
}
