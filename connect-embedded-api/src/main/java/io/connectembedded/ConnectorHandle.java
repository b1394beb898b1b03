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
package io.connectembedded;

import io.connectembedded.metrics.ConnectorMetrics;
import io.connectembedded.offset.ConnectorOffsets;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Remote control of one connector. It holds only the name, so it may outlive the connector and serves another one
 * of the same name. Thread-safe.
 *
 * <p>Every operation returns at once with a {@link Completion}, done when the effect is there and at once when it
 * already is. It fails with {@link io.connectembedded.error.WorkerStateException} when the worker does not run or a
 * later operation overtakes it, and with {@link io.connectembedded.error.ConnectorNotFoundException} when there is
 * no such connector. Accessors throw the latter.
 */
public interface ConnectorHandle {
    /** The connector's name. */
    String name();

    /** What the connector was last asked to run. */
    ConnectorSpec spec();

    /** How the connector and its tasks are at this moment. */
    ConnectorStatus status();

    /**
     * The configuration of each task, in the order of their numbers; empty when there is none. Cannot be modified.
     */
    List<Map<String, String>> taskConfigs();

    /** Makes every task idle and keeps it. Done when all are idle. */
    Completion<ConnectorStatus> pause();

    /**
     * Makes a paused or stopped connector run. Done when connector and tasks run; fails with
     * {@link io.connectembedded.error.ConnectorFailedException} when one of them fails.
     */
    Completion<ConnectorStatus> resume();

    /** Ends every task and keeps the connector and its offsets (KIP-875). Done when no task exists. */
    Completion<ConnectorStatus> stop();

    /** Restarts the connector and all its tasks, as {@link #restart(RestartScope) restart(ALL)}. */
    Completion<ConnectorStatus> restart();

    /**
     * Restarts what {@code scope} takes in (KIP-745). Done when it is RUNNING or PAUSED; fails with
     * {@link io.connectembedded.error.ConnectorFailedException} when a part fails again, and with
     * {@link io.connectembedded.error.WorkerStateException} when the connector's target is STOPPED.
     *
     * @param scope what to restart
     */
    Completion<ConnectorStatus> restart(RestartScope scope);

    /**
     * Restarts one task; done and failing as {@link #restart(RestartScope)}, and failing with
     * {@link io.connectembedded.error.ConnectorNotFoundException} when the connector has no such task.
     *
     * @param task the task's number, from 0
     */
    Completion<ConnectorStatus> restartTask(int task);

    /**
     * Reads, changes and writes the connector's spec as one step. Done when the change is written and old tasks are
     * gone; wait for {@link #running()} for more.
     *
     * @param change gets the present spec and gives the new one, of the same name; must not block
     * @return fails with {@link io.connectembedded.error.InvalidConfigException} when the new spec cannot be used
     */
    Completion<ConnectorStatus> update(UnaryOperator<ConnectorSpec> change);

    /**
     * Deletes the connector; its offsets stay, as in Connect. Done when nothing of it runs, with its last status.
     */
    Completion<ConnectorStatus> delete();

    /**
     * Done as soon as connector and tasks run; fails with {@link io.connectembedded.error.ConnectorFailedException}
     * when one of them fails, and never by time.
     */
    Completion<ConnectorStatus> running();

    /**
     * Done as soon as the status meets a condition; fails only when the connector or the worker goes away.
     *
     * @param condition tried on the present status and after every change, on the worker's event thread; must not
     *     block
     */
    Completion<ConnectorStatus> until(Predicate<? super ConnectorStatus> condition);

    /** Where the connector has got to: to read, and while it is stopped to change (KIP-875). */
    ConnectorOffsets offsets();

    /** The connector's numbers at this moment. */
    ConnectorMetrics metrics();

    /**
     * The topics the connector's tasks have written to, or read from, since it was created or
     * {@link #resetTopics() reset} (KIP-558), in alphabetical order; kept over restarts of its tasks, itself and the
     * worker. Cannot be modified.
     *
     * @throws io.connectembedded.error.WorkerStateException when {@code topic.tracking.enable} is false
     */
    Set<String> topics();

    /**
     * Forgets the {@link #topics()} seen so far; those still in use come back with their next records (KIP-558).
     *
     * @throws io.connectembedded.error.WorkerStateException when {@code topic.tracking.enable} or
     *     {@code topic.tracking.allow.reset} is false
     */
    void resetTopics();
}
