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
import io.connectembedded.test.TestTopic;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link io.connectembedded.test.ConnectTest} registers. Stateless: all it makes is in Jupiter's stores. */
public final class ConnectTestExtension implements ParameterResolver, AfterEachCallback {

    /** A constructor runs once per test, so what it is given belongs to that test and not to the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KafkaBroker.class || type == TestTopic.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        KafkaBroker broker = InjectedBroker.of(context).get();
        if (parameter.getParameter().getType() == KafkaBroker.class) {
            return broker;
        }
        return TopicParameter.of(parameter).resolve(broker, context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        InjectedBroker.of(context).restoreIfShared();
    }
}
