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
import io.connectembedded.test.internal.script.ScriptedSourceConnector;
import io.connectembedded.test.internal.script.Scripts;
import io.connectembedded.test.internal.script.SourceScript;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A source connector that emits what a test tells it to, and fails or blocks where the test wants. A real
 * {@code SourceConnector} with real tasks, for a worker as well as for a {@link ConnectTestDriver}; add {@link #spec}
 * to either. Thread-safe. Needs no closing.
 *
 * <p>It is a source as a source should be: records are kept, and a task that starts goes on, in every source partition,
 * after the first record at the stored offset; where that is none of its records, it begins at the first. So what a
 * crash or a failure took away is polled again. Tasks share out the source partitions. A poll returns at once, with the
 * records of one {@code emit}, or null.
 *
 * <p>Methods go by the names of Connect's own: {@code start}, {@code poll}, {@code commitRecord}, {@code commit} and
 * {@code stop} of the tasks, {@code connector.validate}, {@code connector.start}, {@code connector.taskConfigs} and
 * {@code connector.stop}. All that takes such a name throws {@link IllegalArgumentException} for any other.
 */
public final class ScriptedSource {

    private final SourceScript script = new SourceScript();
    private final String id = Scripts.register(script);

    private ScriptedSource() {}

    /** A source that has emitted nothing. */
    public static ScriptedSource create() {
        return new ScriptedSource();
    }

    /**
     * The connector to run; it can be changed further, such as with {@link ConnectorSpec#tasks}. Several connectors of
     * one source emit the same, each at its own offsets, and share {@link #calls()}. A spec runs in this JVM only.
     *
     * @param name the connector's name
     */
    public ConnectorSpec spec(String name) {
        return ConnectorSpec.source(name, ScriptedSourceConnector.class).with(Scripts.KEY, id);
    }

    /**
     * Emits these records, those of one task in one poll. For a restart to find its place, the offsets of a source
     * partition must differ, and be of the plain values Connect allows.
     *
     * @param records in their order
     */
    public ScriptedSource emit(SourceRecord... records) {
        script.emit(List.of(Objects.requireNonNull(records, "records")));
        return this;
    }

    /**
     * Emits one record per value, all in one poll: without a key, of the schema that
     * {@link org.apache.kafka.connect.data.Values#inferSchema} sees, in source partition {@code {"topic": topic}} at
     * offset {@code {"position": n}}, where n counts the values of this topic from 1.
     *
     * @param topic where they go
     * @param values in their order; null is a tombstone
     */
    public ScriptedSource emitValues(String topic, @Nullable Object... values) {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(values, "values");
        script.emitValues(topic, Collections.unmodifiableList(Arrays.asList(values.clone())));
        return this;
    }

    /**
     * Lets the next call of this method throw. Said twice, the next two calls throw. A {@code poll} that fails takes no
     * records with it.
     *
     * @param method a name as above
     * @param failure thrown as it is, be it checked or not
     */
    public ScriptedSource failIn(String method, Throwable failure) {
        script.calls().failIn(method, Objects.requireNonNull(failure, "failure"));
        return this;
    }

    /**
     * Lets the next call of this method block until {@link #unblock()}, or until its thread is interrupted: then it
     * throws as a plug-in would, an {@link InterruptedException} where Connect allows one and else a
     * {@code ConnectException}. Not in a {@link ConnectTestDriver}, whose one thread would wait for itself.
     *
     * @param method a name as above
     */
    public ScriptedSource blockIn(String method) {
        script.calls().blockIn(method);
        return this;
    }

    /** Ends every block, also one that no call has met yet. */
    public ScriptedSource unblock() {
        script.calls().unblock();
        return this;
    }

    /**
     * Waits until {@link #calls()} holds at least so many calls of this method. A call counts from its beginning, so one
     * that blocks counts.
     *
     * @param method a name as above
     * @param times counted from the creation of this source
     * @param limit the longest wait; zero or less does not wait
     * @throws AssertionError if fewer came within the limit; it shows all calls
     * @throws IllegalStateException if the waiting thread is interrupted; its interrupt flag stays set
     */
    public void awaitCall(String method, int times, Duration limit) {
        script.calls().await(method, times, Objects.requireNonNull(limit, "limit"));
    }

    /**
     * The calls of all tasks and connectors so far, in the order they began. A poll without records and a validation
     * are left out, unless something was planned for them by {@link #failIn} or {@link #blockIn}.
     */
    public List<String> calls() {
        return script.calls().made();
    }
}
