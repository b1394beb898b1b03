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
package io.connectembedded.internal.engine;

import io.connectembedded.ConnectWorker;
import io.connectembedded.internal.engine.foundation.Foundation;
import io.connectembedded.internal.engine.foundation.WorkerNames;
import io.connectembedded.internal.engine.task.ConverterFactory;
import io.connectembedded.internal.lifecycle.Failures;
import io.connectembedded.internal.plugin.PluginNotFoundException;
import io.connectembedded.internal.transform.TaskConverters;
import java.util.function.UnaryOperator;

/** Makes workers of one checked plan. */
public final class WorkerFactory {

    private final WorkerPlan plan;
    private final WorkerNames names;
    private final Foundation foundation;

    WorkerFactory(WorkerPlan plan, WorkerNames names, Foundation foundation) {
        this.plan = plan;
        this.names = names;
        this.foundation = foundation;
    }

    public ConnectWorker create() {
        return new EmbeddedWorker(plan, new WorkerLife(plan, names, new Assembly(plan, names.isPlain(), foundation)));
    }

    /** The worker's own, which connectors have that name none; for the caller to close. */
    public TaskConverters converters() {
        Failures failures = new Failures(foundation.time(), UnaryOperator.identity());
        try {
            return new ConverterFactory(plan.config(), plan.objects(), plan.plugins()).ofWorker(failures);
        } catch (PluginNotFoundException e) {
            throw new IllegalStateException("A converter that was found at build() is gone: " + e.getMessage(), e);
        }
    }
}
