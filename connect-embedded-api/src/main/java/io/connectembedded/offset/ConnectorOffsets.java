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
package io.connectembedded.offset;

import io.connectembedded.status.Completion;
import java.util.Collection;
import java.util.List;

/**
 * The positions of one connector, read and changed (KIP-875). Thread-safe; the operations return at once with a {@link
 * Completion}, which fails with {@link io.connectembedded.error.ConnectorNotFoundException} when there is no such
 * connector and with {@link io.connectembedded.error.WorkerStateException} when the worker does not run or is stopped
 * meanwhile.
 *
 * <p>A source's positions are those in its {@link OffsetStore}, a sink's those of its consumer group, {@code
 * connect-<name>} or {@code consumer.override.group.id}. Of a sink with a store of its own they are those in that store,
 * and those of the group for partitions the store knows nothing of.
 *
 * <p>A change needs the connector {@code STOPPED}, by {@link io.connectembedded.ConnectorHandle#stop()} or created so,
 * and none of its tasks alive. While it is under way, other operations of the connector wait for it, other changes
 * too. Before anything is written, the connector's own {@code alterOffsets} is called, on an instance made for that, on a
 * thread of the worker, with its config as it is now; what it throws refuses the change, and after 30 s it is given up.
 * A change that fails after that, or is cut off, may have been made or, of a sink, made in part: {@link #read()} tells,
 * and the change may be repeated.
 */
public interface ConnectorOffsets {

    /**
     * All positions, as last stored, in any state of the connector. Several stored source partitions that mean the same,
     * because their keys were written in another order, are one: the one written last.
     *
     * @return fails with {@link io.connectembedded.error.ConnectEmbeddedException} when store or broker do not answer, or
     *     refuse
     */
    Completion<List<ConnectorOffset>> read();

    /**
     * Sets these positions and leaves all others as they are; those without offset are forgotten. Of a source, a
     * partition that means the same as a stored one takes its place, to the byte of its key.
     *
     * @param offsets at least one, and each partition once
     * @return who has applied the change; fails with {@link io.connectembedded.error.WorkerStateException} when the
     *     connector is not STOPPED or one of its tasks lives, and with {@link
     *     io.connectembedded.error.ConnectEmbeddedException} when the offsets are not those of such a connector, when the
     *     connector, the store or the broker refuses them, or when they do not answer
     */
    Completion<Altered> alter(Collection<ConnectorOffset> offsets);

    /**
     * Forgets all positions: the connector begins as if it were new; a sink's consumer group is deleted.
     *
     * @return as {@link #alter}
     */
    Completion<Altered> reset();

    /** Who applied a change. */
    enum Altered {
        /** The connector took the change too: its {@code alterOffsets} answered true. */
        WITH_CONNECTOR,

        /**
         * Only what the worker keeps was changed. A connector that keeps positions elsewhere, in the system it works
         * with, needs them changed there.
         */
        WORKER_ONLY
    }
}
