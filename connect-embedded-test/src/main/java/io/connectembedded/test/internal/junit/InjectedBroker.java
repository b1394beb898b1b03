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

import io.connectembedded.test.ConnectTest;
import io.connectembedded.test.ConnectTest.Broker;
import io.connectembedded.test.KafkaBroker;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** The broker of a test: which one, and in whose store it lives. */
record InjectedBroker(Broker kind, Object key, ScopedStore store) {

    private static final Namespace NAMESPACE = Namespace.create(InjectedBroker.class);

    /** The nearest {@link ConnectTest} counts, so that a nested class may choose for itself. */
    static InjectedBroker of(ExtensionContext context) {
        Optional<ExtensionContext> level = Optional.of(context);
        while (level.isPresent()) {
            Optional<ConnectTest> found =
                    AnnotationSupport.findAnnotation(level.get().getElement(), ConnectTest.class);
            if (found.isPresent()) {
                return of(found.get().broker(), level.get());
            }
            level = level.get().getParent();
        }
        throw new IllegalStateException(context.getDisplayName() + " is not in a class with @ConnectTest");
    }

    private static InjectedBroker of(Broker kind, ExtensionContext annotated) {
        ExtensionContext owner = kind == Broker.SHARED_IN_JVM ? annotated.getRoot() : annotated;
        // A store shows what its parents hold, so the key must tell a nested class's broker from the outer one's.
        return new InjectedBroker(kind, owner.getUniqueId(), new ScopedStore(owner.getStore(NAMESPACE)));
    }

    KafkaBroker get() {
        return store.closing(key, KafkaBroker.class, KafkaBroker::inJvm, KafkaBroker::close);
    }

    /** A shared broker that a test left stopped would fail all later ones. */
    void restoreIfShared() {
        if (kind == Broker.SHARED_IN_JVM) {
            store.find(key, KafkaBroker.class).ifPresent(KafkaBroker::start);
        }
    }
}
