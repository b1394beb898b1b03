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
package io.connectembedded.internal.error;

import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.metrics.ErrorMeters;
import io.connectembedded.status.TaskId;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line for each record that is given up: {@code errors.log.enable}. Thread-safe. */
public final class LogReporter {

    private static final Logger LOG = LoggerFactory.getLogger(LogReporter.class);

    private final TaskId task;
    private final boolean details;
    private final UnaryOperator<String> redaction;
    private final ErrorMeters meters;

    /** {@code details}: whether the record is shown as well, {@code errors.log.include.messages}. */
    public LogReporter(TaskId task, boolean details, UnaryOperator<String> redaction, ErrorMeters meters) {
        this.task = task;
        this.details = details;
        this.redaction = redaction;
        this.meters = meters;
    }

    void report(RecordFailure<?> failed) {
        // As text: the exception itself would show what is removed here. A task that fails by it shows the trace.
        LOG.error(
                "Error encountered in task {}. Executing stage '{}' with class '{}'{}. {}",
                task,
                failed.stage(),
                failed.at().getName(),
                details ? details(failed) : "",
                failed.tolerated() ? failed.failure().trace() : failed.failure().message());
        meters.logged();
    }

    private String details(RecordFailure<?> failed) {
        try {
            return redaction.apply(Place.details(failed.original()));
        } catch (RuntimeException e) {
            // Data of a plug-in may fail to show itself; the line is about another failure.
            return ", where the record cannot be shown: " + redaction.apply(Failures.messageOf(e));
        }
    }
}
