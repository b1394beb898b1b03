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

import io.connectembedded.internal.config.ConnectorConfig;
import io.connectembedded.internal.engine.control.TaskPlan;
import io.connectembedded.internal.lifecycle.TaskGate;

/**
 * Fences off the producers of earlier tasks before new ones begin (KIP-618): what such a zombie still has in an open
 * transaction is aborted, and it writes no more. Any thread but the control thread.
 */
public interface ZombieFencing {

    /**
     * Blocks the calling task thread until the zombies of earlier plans are fenced; once per plan, all of whose tasks
     * wait for the same round. To be called before {@code initTransactions}.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException saying what to do, when that is not possible, and when the
     *     task is told to stop meanwhile
     */
    void fence(TaskPlan plan, TaskGate gate);

    /**
     * To be called after {@code initTransactions} and before anything is written or read: whoever fenced in between,
     * and so did not fence this task's new producer, is found out here.
     *
     * @throws io.connectembedded.internal.engine.recovery.DeposedException when another worker has taken over
     */
    void confirm(TaskPlan plan, TaskGate gate);

    /**
     * Blocks until every task this connector ever had is fenced; before its offsets are changed by hand. Nothing when
     * the worker does not write exactly once.
     */
    void fence(ConnectorConfig connector);
}
