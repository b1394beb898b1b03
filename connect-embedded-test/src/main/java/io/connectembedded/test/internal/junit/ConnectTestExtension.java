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
import io.connectembedded.test.ConnectTestDriver;
import io.connectembedded.test.KafkaBroker;
import io.connectembedded.test.TestTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/** What {@link io.connectembedded.test.ConnectTest} registers. Stateless: all it makes is in Jupiter's stores. */
public final class ConnectTestExtension
        implements TestInstancePreConstructCallback,
                BeforeAllCallback,
                BeforeEachCallback,
                ParameterResolver,
                AfterEachCallback,
                AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(ConnectTestExtension.class);

    private static final Set<Class<?>> INJECTABLE = Set.of(
            KafkaBroker.class,
            TestTopic.class,
            ConnectWorker.class,
            ConnectWorker.Builder.class,
            ConnectTestDriver.class);

    /** A constructor runs once per test, so what it is given belongs to that test and not to the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        // Of the class, where one instance for all tests is made before any of them begins.
        watch(context);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        watch(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        watch(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return INJECTABLE.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        ScopedStore store = store(context);
        if (type == ConnectTestDriver.class) {
            return store.once(
                    ConnectTestDriver.class,
                    ConnectTestDriver.class,
                    () -> workers(context).driver());
        }
        KafkaBroker broker = InjectedBroker.of(context).get();
        String servers = broker.bootstrapServers();
        if (type == KafkaBroker.class) {
            return broker;
        }
        if (type == ConnectWorker.class) {
            return store.once(
                    new WorkerOn(servers),
                    ConnectWorker.class,
                    () -> workers(context).start(servers, owner(context)));
        }
        if (type == ConnectWorker.Builder.class) {
            return workers(context).builder(servers, owner(context));
        }
        return TopicParameter.of(parameter).resolve(broker, context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            InjectedBroker.of(context).restoreIfShared();
        } finally {
            end(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private static void end(ExtensionContext context) {
        List<TestWatch> around = new ArrayList<>();
        Optional<ExtensionContext> at = context.getParent();
        while (at.isPresent()) {
            ExtensionContext level = at.get();
            store(level).find(key(level, TestWatch.class), TestWatch.class).ifPresent(around::add);
            at = level.getParent();
        }
        new TestEnd(context, workers(context), watch(context), around).run();
    }

    private static TestWatch watch(ExtensionContext context) {
        return store(context)
                .closing(
                        key(context, TestWatch.class),
                        TestWatch.class,
                        () -> context.getTestMethod().isPresent() ? TestWatch.ofTest() : TestWatch.ofClass(),
                        TestWatch::close);
    }

    /** Those of the test itself, or of the class where the context is the class's. */
    private static InjectedWorkers workers(ExtensionContext context) {
        return store(context)
                .closing(
                        key(context, InjectedWorkers.class),
                        InjectedWorkers.class,
                        InjectedWorkers::new,
                        InjectedWorkers::close);
    }

    private static String owner(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName();
    }

    private static ScopedStore store(ExtensionContext context) {
        return new ScopedStore(context.getStore(NAMESPACE));
    }

    /** A store shows what its parents hold; this belongs to one context alone. */
    private static Object key(ExtensionContext context, Class<?> what) {
        return new Own(context.getUniqueId(), what);
    }

    private record Own(String context, Class<?> what) {}

    /** Nested classes may use different brokers, hence the address. */
    private record WorkerOn(String bootstrapServers) {}
}
