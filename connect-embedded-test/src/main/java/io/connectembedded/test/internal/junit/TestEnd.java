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
package io.connectembedded.test.internal.junit;

import io.connectembedded.ConnectWorker;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** What happens after a test, or after a class: describes its workers if it failed, closes them, and judges what is left. */
record TestEnd(ExtensionContext context, InjectedWorkers injected, TestWatch watch, List<TestWatch> around) {

    void run() {
        List<ConnectWorker> workers = injected.workers();
        Optional<Throwable> failure =
                context.getExecutionException().filter(thrown -> !(thrown instanceof TestAbortedException));
        failure.ifPresent(first -> describe(workers, first));
        injected.close();
        List<String> findings = watch.findings(context, workers);
        around.forEach(outer -> outer.told(watch));
        if (!findings.isEmpty()) {
            AssertionError error = new AssertionError(message(findings));
            if (failure.isEmpty()) {
                describe(workers, error);
                throw error;
            }
            failure.get().addSuppressed(error);
        }
    }

    private void describe(List<ConnectWorker> workers, Throwable failure) {
        workers.forEach(worker -> describe(worker, failure));
    }

    private void describe(ConnectWorker worker, Throwable failure) {
        String description = WorkerAtFailure.describe(worker);
        context.publishReportEntry("worker " + worker.name(), description);
        failure.addSuppressed(new WorkerAtFailure(description));
    }

    private String message(List<String> findings) {
        String line = System.lineSeparator() + "  - ";
        return context.getDisplayName() + " leaves or logs what a test should not:" + line
                + String.join(line, findings);
    }
}
