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
package io.connectembedded.metrics;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How records of a task failed since it was started; Connect's {@code task-error-metrics}. Its constructor is not part of
 * the promise, its accessors are.
 *
 * @param failures steps that failed for a record, tries again included: {@code total-record-failures}
 * @param errors records that were given up, tolerated or not: {@code total-record-errors}
 * @param skipped records that were left out: {@code total-records-skipped}
 * @param retries steps that were done again: {@code total-retries}
 * @param logged failures that were logged: {@code total-errors-logged}
 * @param deadLetters dead letters sent: {@code deadletterqueue-produce-requests}
 * @param deadLetterFailures dead letters Kafka did not take: {@code deadletterqueue-produce-failures}
 * @param lastError when a record was given up last; empty when none was: {@code last-error-timestamp}
 */
public record TaskErrors(
        long failures,
        long errors,
        long skipped,
        long retries,
        long logged,
        long deadLetters,
        long deadLetterFailures,
        Optional<Instant> lastError) {
    public TaskErrors {
        Objects.requireNonNull(lastError, "lastError");
    }
}
