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

import io.connectembedded.ConnectorSpec;
import io.connectembedded.error.ConnectorNotFoundException;
import io.connectembedded.error.OperationTimeoutException;
import io.connectembedded.error.ValidationReport;
import io.connectembedded.internal.config.Problems;
import io.connectembedded.internal.config.provider.ConfigProviders;
import io.connectembedded.internal.engine.control.CheckedConnector;
import io.connectembedded.internal.engine.control.ConnectorView;
import io.connectembedded.internal.engine.event.EmbeddedCompletion;
import io.connectembedded.internal.engine.validation.SpecCheck;
import io.connectembedded.internal.engine.validation.terms.SourceTerms;
import io.connectembedded.internal.lifecycle.Interrupts;
import io.connectembedded.status.Completion;
import io.connectembedded.status.ConnectorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates and changes connectors: validation on its pool, then one step of the control thread. */
final class SpecChange {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Engine engine;
    private final SpecCheck check;
    private final ConfigProviders providers;

    SpecChange(Engine engine, WorkerPlan plan) {
        this.engine = engine;
        this.check = SpecCheck.of(
                plan.plugins(), SourceTerms.of(plan.name(), plan.config(), plan.offsetStore()), plan.own());
        this.providers = plan.own().providers();
    }

    /** A dry run. */
    static Completion<ValidationReport> validate(WorkerLife life, WorkerPlan plan, ConnectorSpec spec) {
        String operation = "validation of connector " + spec.name();
        return Asking.<ValidationReport>of(life, operation, (engine, completion) -> {
            SpecChange change = new SpecChange(engine, plan);
            change.validated(
                    spec.name(),
                    SpecCheck.interrupts(spec),
                    () -> change.check.report(spec),
                    completion,
                    report -> engine.parts().events().afterThat(() -> completion.complete(report)));
        });
    }

    /** All or none. */
    void put(Collection<ConnectorSpec> specs, boolean mustBeNew, EmbeddedCompletion<List<String>> completion) {
        List<ConnectorSpec> wanted = List.copyOf(specs);
        String names = wanted.stream().map(ConnectorSpec::name).collect(Collectors.joining(", "));
        // One that may not be interrupted spares those it is checked with.
        Interrupts interrupts = wanted.stream()
                .map(SpecCheck::interrupts)
                .filter(Interrupts::isNever)
                .findFirst()
                .orElse(Interrupts.USUAL);
        validated(names, interrupts, () -> checked(wanted), completion, connectors -> {
            List<EmbeddedCompletion<ConnectorStatus>> each = new ArrayList<>();
            connectors.forEach(connector -> each.add(engine.completion(completion.operation())));
            engine.parts().connectors().put(connectors, mustBeNew, each);
            var unused = CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            completion.complete(
                                    wanted.stream().map(ConnectorSpec::name).toList());
                        } else {
                            completion.completeExceptionally(cause(failure));
                        }
                    });
        });
    }

    /** Reads, changes and writes as one step: when somebody else wrote meanwhile, it is done again. */
    void update(String name, UnaryOperator<ConnectorSpec> change, EmbeddedCompletion<ConnectorStatus> completion) {
        ConnectorView view = engine.parts().connectors().views().get(name);
        if (view == null) {
            throw new ConnectorNotFoundException(
                    name, engine.parts().connectors().views().keySet());
        }
        ConnectorSpec from = view.spec();
        validated(
                name,
                SpecCheck.interrupts(from),
                () -> checked(List.of(changed(from, change))),
                completion,
                connectors -> engine.parts()
                        .connectors()
                        .replace(from, connectors.get(0), completion, () -> update(name, change, completion)));
    }

    private static ConnectorSpec changed(ConnectorSpec from, UnaryOperator<ConnectorSpec> change) {
        ConnectorSpec to = change.apply(from);
        if (!to.name().equals(from.name())) {
            throw new IllegalArgumentException("An update may not rename connector " + from.name() + " to " + to.name()
                    + "; create the other and delete this one");
        }
        return to;
    }

    private List<CheckedConnector> checked(List<ConnectorSpec> specs) {
        Problems problems = new Problems();
        SpecCheck.refuseDuplicates(specs, problems);
        List<CheckedConnector> checked = new ArrayList<>();
        specs.forEach(spec -> check.check(spec, true, problems).ifPresent(checked::add));
        problems.orThrow();
        return checked;
    }

    private <C> void validated(
            String names,
            Interrupts interrupts,
            Callable<C> validation,
            EmbeddedCompletion<?> completion,
            Consumer<C> then) {
        CompletableFuture<C> checking = engine.parts().validation().run(names, interrupts, validation);
        engine.parts()
                .control()
                .postAfter(
                        LONGEST,
                        () -> checking.completeExceptionally(new OperationTimeoutException(
                                providers.unanswered().orElse("The plug-in did not return from its validation")
                                        + " within " + LONGEST + "; the " + completion.operation()
                                        + " was given up")));
        var unused = checking.whenComplete((checked, failure) -> {
            try {
                if (failure == null) {
                    then.accept(checked);
                    return;
                }
                fail(completion, cause(failure));
            } catch (RuntimeException e) {
                fail(completion, e);
            }
        });
    }

    private void fail(EmbeddedCompletion<?> completion, Throwable cause) {
        engine.parts().events().afterThat(() -> completion.completeExceptionally(cause));
    }

    private static Throwable cause(Throwable failure) {
        @Nullable Throwable inner = failure instanceof CompletionException ? failure.getCause() : null;
        return inner == null ? failure : inner;
    }
}
