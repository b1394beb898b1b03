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

import io.connectembedded.test.KafkaBroker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The broker of a test: which one, and in whose store it lives. */
record InjectedBroker(BrokerChoice choice, Object key, ScopedStore store) {

    private static final Namespace NAMESPACE = Namespace.create(InjectedBroker.class);

    /** The nearest annotation counts, so that a nested class may choose for itself. */
    static InjectedBroker of(ExtensionContext context) {
        AnnotatedLevel nearest = AnnotatedLevel.around(context).get(0);
        BrokerChoice choice = BrokerChoice.of(nearest.annotation(), context);
        ExtensionContext owner = choice.isShared() ? context.getRoot() : nearest.context();
        // A store shows what its parents hold, so the key must tell a nested class's broker from the outer one's.
        Key key = new Key(owner.getUniqueId(), choice);
        return new InjectedBroker(choice, key, new ScopedStore(owner.getStore(NAMESPACE)));
    }

    KafkaBroker get() {
        return store.closing(key, KafkaBroker.class, choice::start, KafkaBroker::close);
    }

    /** A shared broker that a test left stopped would fail all later ones. */
    void restoreIfShared() {
        if (choice.isShared()) {
            store.find(key, KafkaBroker.class).ifPresent(KafkaBroker::start);
        }
    }

    private record Key(String owner, BrokerChoice choice) {}
}
