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
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.control.LiveConfigs;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.lifecycle.PluginScope;
import io.connectembedded.internal.plugin.PluginClasses;
import io.connectembedded.offset.ConnectorOffsets.Altered;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.connector.Connector;

/**
 * One change of a connector's offsets: it is checked, then the connector is asked, then it is written. Once it is given
 * up it writes nothing any more; once it writes it is not given up.
 */
final class OffsetChange {

    private enum Stage {
        PREPARING,
        IN_PLUGIN,
        WRITING,
        GIVEN_UP
    }

    /** What is to be changed. */
    @FunctionalInterface
    interface Wish {
        Positions.Change of(Positions positions) throws InterruptedException;
    }

    private final CheckedConnector connector;
    private final LiveConfigs live;
    private final PositionsFactory positions;
    private final Wish wish;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.PREPARING);

    OffsetChange(CheckedConnector connector, LiveConfigs live, PositionsFactory positions, Wish wish) {
        this.connector = connector;
        this.live = live;
        this.positions = positions;
        this.wish = wish;
    }

    /** All of it; blocks. */
    Altered make() throws InterruptedException {
        CheckedConnector now = live.now(connector);
        try (Positions where = positions.of(now.config())) {
            Positions.Change change = wish.of(where);
            move(Stage.PREPARING, Stage.IN_PLUGIN);
            boolean took = PluginScope.connector(
                            now.config().name(), now.config().connectorClass())
                    .call(() -> tell(now, change));
            move(Stage.IN_PLUGIN, Stage.WRITING);
            change.write();
            return took ? Altered.WITH_CONNECTOR : Altered.WORKER_ONLY;
        }
    }

    private void move(Stage from, Stage to) {
        if (!stage.compareAndSet(from, to)) {
            throw new ConnectEmbeddedException(
                    "The change of offsets of connector " + connector.config().name() + " was given up before");
        }
    }

    private static boolean tell(CheckedConnector now, Positions.Change change) {
        Class<?> type = now.config().connectorClass();
        // A copy: what the plug-in does to its map is its own affair.
        Map<String, String> config = new HashMap<>(now.config().spec().config());
        try {
            return change.tell(PluginClasses.create(type, Connector.class), config);
        } catch (UnsupportedOperationException e) {
            throw refused(now, "does not support that its offsets are changed", e);
        } catch (Throwable t) {
            throw refused(now, "refused the change of its offsets", t);
        }
    }

    /** Rendered here, on the bounded thread: to do so runs code of the plug-in. */
    private static ConnectEmbeddedException refused(CheckedConnector now, String what, Throwable thrown) {
        return new ConnectEmbeddedException(
                "Connector " + now.config().name() + " " + what + " in "
                        + now.config().connectorClass().getName() + ".alterOffsets(): " + Failures.messageOf(thrown)
                        + "; what the worker keeps is unchanged",
                thrown);
    }

    /** Why it was given up, for messages; empty when it is too late for that. */
    Optional<String> giveUp() {
        Stage before = stage.getAndUpdate(now -> now == Stage.WRITING ? now : Stage.GIVEN_UP);
        return switch (before) {
            case PREPARING ->
                Optional.of(live.unansweredProvider()
                        .orElse("Its offset store, or Kafka, did not answer; nothing was changed"));
            case IN_PLUGIN ->
                Optional.of(connector.config().connectorClass().getName()
                        + ".alterOffsets() did not return; what the worker keeps is unchanged, what the connector keeps"
                        + " elsewhere may still change");
            case WRITING, GIVEN_UP -> Optional.empty();
        };
    }
}
