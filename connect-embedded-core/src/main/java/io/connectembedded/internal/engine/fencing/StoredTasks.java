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
package io.connectembedded.internal.engine.fencing;

import io.connectembedded.internal.json.JsonText;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.TaskGate;
import io.connectembedded.internal.offset.OffsetStorage;
import io.connectembedded.internal.offset.TransactionalStore;
import io.connectembedded.offset.StoredOffset;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks of a connector may have producers, as it is kept beside its offsets: an entry of a connector that does
 * not exist, in Connect's own form, so that Connect reads over it. Waits on the calling thread.
 */
record StoredTasks(OffsetStorage storage, String connector, TaskGate gate) {

    /** Whose entries they are. */
    static final String OWNER = TransactionalStore.TASKS;

    private static final int VERSION = 1;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /**
     * What is kept.
     *
     * @param tasks how many there may be, numbered from 0
     * @param round which round of fencing wrote it; empty when it does not say
     * @param session which run of a worker that was; empty when it does not say
     * @param by whose that was, for people
     */
    record Entry(int tasks, String round, String session, String by) {}

    /** None for a connector that never had such tasks. */
    @Nullable
    Entry read() {
        String partition = partition();
        Collection<StoredOffset> all = await(storage.read(OWNER), "read how many tasks it had");
        for (StoredOffset each : all) {
            if (each.partition().equals(partition) && each.offset() != null) {
                return entry(each.offset());
            }
        }
        return null;
    }

    private Entry entry(String text) {
        try {
            Map<String, @Nullable Object> kept = JsonText.parseObject(text);
            if (kept.get("tasks") instanceof Number tasks) {
                return new Entry(tasks.intValue(), text(kept, "round"), text(kept, "session"), text(kept, "by"));
            }
        } catch (IllegalArgumentException e) {
            throw new ConnectException(unreadable(text), e);
        }
        throw new ConnectException(unreadable(text));
    }

    private String unreadable(String text) {
        return "How many exactly-once tasks connector " + connector + " had cannot be read from '" + text + "', so that"
                + " they cannot be fenced off; write " + text(new Entry(1, "", "", "")) + ", with that number, under"
                + " the key [\"" + OWNER + "\"," + partition() + "] of the offset topic";
    }

    private static String text(Map<String, @Nullable Object> kept, String key) {
        return kept.get(key) instanceof String value ? value : "";
    }

    /** Returns when it is durable. */
    void write(Entry entry) {
        await(
                storage.write(List.of(new StoredOffset(OWNER, partition(), text(entry)))),
                "write down how many tasks it has");
    }

    private static String text(Entry entry) {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("version", VERSION);
        kept.put("tasks", entry.tasks());
        if (!entry.round().isEmpty()) {
            kept.put("round", entry.round());
            kept.put("session", entry.session());
            kept.put("by", entry.by());
        }
        return JsonText.write(kept);
    }

    private String partition() {
        return JsonText.write(Map.of("connector", connector));
    }

    private <T> T await(CompletableFuture<T> answer, String what) {
        try {
            if (gate.awaitDone(answer, LIMIT, gate::isStopping)) {
                return answer.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Connector " + connector + " was interrupted when it was to " + what, e);
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "Connector " + connector + " could not " + what + ", as exactly-once needs: "
                            + Failures.messageOf(Failures.causeOf(e)),
                    Failures.causeOf(e));
        }
        if (gate.isStopping()) {
            throw new TaskGate.StoppedException("Connector " + connector + " was told to stop when it was to " + what);
        }
        throw new ConnectException("Connector " + connector + " could not " + what + ", as exactly-once needs, within "
                + LIMIT + "; check that its offset store can be reached");
    }
}
