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

import io.connectembedded.status.TaskId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;

/** Whether a task goes on without a record it cannot handle: {@code errors.tolerance}. */
public record Tolerance(TaskId task, boolean all) {

    private static final String NOT_TOLERATED = "Tolerance exceeded in error handler";
    private static final String NOT_TOLERABLE = "Unhandled exception in error handler";

    /** Of a step: what is at fault must be the record, or pass by itself. */
    boolean ofStep(Stage stage, Exception thrown) {
        return all && (stage.isOfTheRecord() || thrown instanceof RetriableException);
    }

    /** Of what was found later: an {@code Error} is nothing a record is to blame for. */
    boolean ofLater(Throwable thrown) {
        return all && !(thrown instanceof Error);
    }

    /** What the task fails with. It begins with Connect's own words. */
    ConnectException refusal(RecordFailure<?> failed) {
        String skip = all ? "" : ", or set errors.tolerance=all to leave such records out";
        return new ConnectException(
                (all ? NOT_TOLERABLE : NOT_TOLERATED) + ": " + sentence(failed) + skip + " (task " + task + ", stage "
                        + failed.stage() + ", class " + failed.at().getName() + ")",
                failed.thrown());
    }

    private static String sentence(RecordFailure<?> failed) {
        String place = Place.of(failed.original());
        String cause = " (" + failed.failure().message() + "); ";
        return switch (failed.stage()) {
            case KEY_CONVERTER -> "The key of " + place + " cannot be converted" + cause + converter(failed);
            case VALUE_CONVERTER -> "The value of " + place + " cannot be converted" + cause + converter(failed);
            case HEADER_CONVERTER -> "The headers of " + place + " cannot be converted" + cause + converter(failed);
            case TRANSFORMATION ->
                "The transformation "
                        + named(failed.at()) + " failed for " + place + cause
                        + "correct its settings, or keep such records from it by a predicate";
            case KAFKA_PRODUCE ->
                "Kafka did not take " + place + cause
                        + "mend the cause and restart the task, it goes on from its last committed offset";
            case TASK_PUT -> "The task cannot handle " + place + cause + "correct the record or the sink's settings";
            case TASK_POLL, KAFKA_CONSUME -> "No record could be read" + cause + "mend the cause and restart the task";
        };
    }

    /** With the class it stands in: many are called Key or Value. */
    private static String named(Class<?> transformation) {
        String name = transformation.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String converter(RecordFailure<?> failed) {
        return failed.original() instanceof ConsumerRecord
                ? "choose the converter that fits what wrote the topic"
                : "choose a converter that fits what the connector emits";
    }
}
