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

import io.connectembedded.internal.lifecycle.Failures;
import java.util.Collection;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** A function of the host, called as the form of its sink says. Task thread. */
interface Function {

    void put(Collection<SinkRecord> records, SinkTaskContext context);

    /** Something that may throw anything. */
    interface Call {
        void run() throws Exception;
    }

    /** Names what was at hand; what is no checked exception passes as it is. */
    static void call(String at, Call call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted at " + at, e);
        } catch (Exception e) {
            throw new ConnectException("The sink's function failed at " + at + ": " + Failures.messageOf(e), e);
        }
    }

    static String place(SinkRecord record) {
        return record.topic() + "-" + record.kafkaPartition() + "@" + record.kafkaOffset();
    }
}
