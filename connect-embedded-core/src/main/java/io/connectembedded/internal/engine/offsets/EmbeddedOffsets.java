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
package io.connectembedded.internal.engine.offsets;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.offset.ConnectorOffset;
import io.connectembedded.offset.ConnectorOffsets;
import io.connectembedded.status.Completion;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/** The offsets of one connector, by name. */
public final class EmbeddedOffsets implements ConnectorOffsets {

    /** Finds the run in which an operation is done. */
    public interface Runs {
        /** {@code operation} is what is asked for, for messages. */
        <T> Completion<T> ask(String operation, BiConsumer<OffsetOperations, EmbeddedCompletion<T>> asking);
    }

    private final String name;
    private final Runs runs;

    public EmbeddedOffsets(String name, Runs runs) {
        this.name = name;
        this.runs = runs;
    }

    @Override
    public Completion<List<ConnectorOffset>> read() {
        return runs.ask(
                "reading of the offsets of connector " + name,
                (operations, completion) -> operations.read(name, completion));
    }

    @Override
    public Completion<Altered> alter(Collection<ConnectorOffset> offsets) {
        List<ConnectorOffset> given = List.copyOf(offsets);
        return runs.ask("alteration of the offsets of connector " + name, (operations, completion) -> {
            if (given.isEmpty()) {
                throw new ConnectEmbeddedException("The alteration of the offsets of connector " + name
                        + " needs at least one of them; reset() forgets all");
            }
            operations.alter(name, given, completion);
        });
    }

    @Override
    public Completion<Altered> reset() {
        return runs.ask(
                "reset of the offsets of connector " + name,
                (operations, completion) -> operations.reset(name, completion));
    }
}
