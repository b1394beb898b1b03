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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.test.internal.script.RecordingSinkConnector;
import io.connectembedded.test.internal.script.Scripts;
import io.connectembedded.test.internal.script.SinkScript;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A sink connector that keeps what it is given, and fails or blocks where a test wants. A real {@code SinkConnector}
 * with real tasks, for a worker as well as for a {@link ConnectTestDriver}; add {@link #spec} to either. Thread-safe.
 * Needs no closing.
 *
 * <p>Methods go by the names of Connect's own: {@code start}, {@code open}, {@code put}, {@code preCommit},
 * {@code flush}, {@code close} and {@code stop} of the tasks, {@code connector.validate}, {@code connector.start},
 * {@code connector.taskConfigs} and {@code connector.stop}. All that takes such a name throws
 * {@link IllegalArgumentException} for any other.
 */
public final class RecordingSink {

    private final SinkScript script = new SinkScript();
    private final String id = Scripts.register(script);

    private RecordingSink() {}

    /** A sink that has received nothing. */
    public static RecordingSink create() {
        return new RecordingSink();
    }

    /**
     * The connector to run; it still needs {@link ConnectorSpec#topics}. Several connectors of one sink share
     * {@link #records()} and {@link #calls()}. A spec runs in this JVM only.
     *
     * @param name the connector's name
     */
    public ConnectorSpec spec(String name) {
        return ConnectorSpec.sink(name, RecordingSinkConnector.class).with(Scripts.KEY, id);
    }

    /**
     * Lets the next call of this method throw. Said twice, the next two calls throw. A {@code put} that fails records
     * nothing. {@code put} counts without records too.
     *
     * @param method a name as above
     * @param failure thrown as it is, be it checked or not
     */
    public RecordingSink failIn(String method, Throwable failure) {
        script.calls().failIn(method, Objects.requireNonNull(failure, "failure"));
        return this;
    }

    /**
     * Lets the next call of this method block until {@link #unblock()}, or until its thread is interrupted: then it
     * throws a {@code ConnectException}, as a plug-in would. Not in a {@link ConnectTestDriver}, whose one thread would
     * wait for itself.
     *
     * @param method a name as above
     */
    public RecordingSink blockIn(String method) {
        script.calls().blockIn(method);
        return this;
    }

    /** Ends every block, also one that no call has met yet. */
    public RecordingSink unblock() {
        script.calls().unblock();
        return this;
    }

    /**
     * Waits until {@link #calls()} holds at least so many calls of this method. A call counts from its beginning, so one
     * that blocks counts.
     *
     * @param method a name as above
     * @param times counted from the creation of this sink
     * @param limit the longest wait; zero or less does not wait
     * @throws AssertionError if fewer came within the limit; it shows all calls
     * @throws IllegalStateException if the waiting thread is interrupted; its interrupt flag stays set
     */
    public void awaitCall(String method, int times, Duration limit) {
        script.calls().await(method, times, Objects.requireNonNull(limit, "limit"));
    }

    /**
     * The calls of all tasks and connectors so far, in the order they began. A put without records and a validation are
     * left out, unless something was planned for them by {@link #failIn} or {@link #blockIn}.
     */
    public List<String> calls() {
        return script.calls().made();
    }

    /**
     * Waits until there are at least {@code count} records, then returns all, like {@link #records()}: a duplicate or a
     * record too many is seen, not cut off.
     *
     * @param count counted from the creation of this sink
     * @param limit the longest wait; zero or less does not wait
     * @throws AssertionError if fewer came within the limit; it shows them
     * @throws IllegalStateException if the waiting thread is interrupted; its interrupt flag stays set
     */
    public List<SinkRecord> awaitRecords(int count, Duration limit) {
        return script.await(count, Objects.requireNonNull(limit, "limit"));
    }

    /** The records of all puts so far that returned, in the order they did; delivered twice, a record is here twice. */
    public List<SinkRecord> records() {
        return script.records();
    }
}
