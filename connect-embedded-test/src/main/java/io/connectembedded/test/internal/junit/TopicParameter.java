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
import io.connectembedded.test.Topic;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** One {@code @Topic} parameter and the types it is declared with. */
record TopicParameter(Topic topic, Class<?> key, Class<?> value) {

    private static final Namespace NAMESPACE = Namespace.create(TopicParameter.class);

    static TopicParameter of(ParameterContext context) {
        Parameter parameter = context.getParameter();
        Topic topic = context.findAnnotation(Topic.class)
                .orElseThrow(() -> new ParameterResolutionException(
                        describe(parameter) + " needs a name: annotate it with @Topic(\"…\")"));
        if (!(parameter.getParameterizedType() instanceof ParameterizedType type)) {
            throw untyped(parameter);
        }
        Type[] types = type.getActualTypeArguments();
        return new TopicParameter(topic, classOf(types[0], parameter), classOf(types[1], parameter));
    }

    /** Created once per test, or per class where the context is the class's. */
    TestTopic<?, ?> resolve(KafkaBroker broker, ExtensionContext context) {
        ScopedStore store = new ScopedStore(context.getStore(NAMESPACE));
        CreatedTopic created = store.once(
                new TopicKey(broker.bootstrapServers(), topic.value()), CreatedTopic.class, () -> create(broker));
        if (created.partitions() != topic.partitions()) {
            throw new ParameterResolutionException("Topic " + topic.value() + " is asked for with "
                    + topic.partitions() + " partitions, but this test has it with " + created.partitions()
                    + " already: use the same number, or another name");
        }
        return created.topic().as(key, value);
    }

    private CreatedTopic create(KafkaBroker broker) {
        String name = topic.value() + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new CreatedTopic(broker.createTopic(name, topic.partitions()), topic.partitions());
    }

    private static Class<?> classOf(Type type, Parameter parameter) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        throw untyped(parameter);
    }

    private static ParameterResolutionException untyped(Parameter parameter) {
        return new ParameterResolutionException(describe(parameter)
                + " must say its key and value types as plain classes, such as TestTopic<String, byte[]>");
    }

    private static String describe(Parameter parameter) {
        return "Parameter " + parameter + " of "
                + parameter.getDeclaringExecutable().getName();
    }

    /** Nested classes may use different brokers, hence the address. */
    private record TopicKey(String bootstrapServers, String name) {}

    private record CreatedTopic(TestTopic<String, String> topic, int partitions) {}
}
