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
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The kind of broker a test gets.
 *
 * @param kind never {@link Broker#CONFIGURED}
 * @param image of the container, empty for a broker in this JVM
 */
record BrokerChoice(Broker kind, String image) {

    /** What the annotation says, or else the configuration. */
    static BrokerChoice of(ConnectTest annotation, ExtensionContext context) {
        Broker kind = annotation.broker() == Broker.CONFIGURED ? configured(context) : annotation.broker();
        return new BrokerChoice(kind, kind == Broker.CONTAINER ? image(annotation, context) : "");
    }

    private static Broker configured(ExtensionContext context) {
        String value =
                context.getConfigurationParameter(ConnectTest.BROKER_PARAMETER).orElse("shared");
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "shared" -> Broker.SHARED_IN_JVM;
            case "in-jvm" -> Broker.IN_JVM;
            case "container" -> Broker.CONTAINER;
            default ->
                throw new ExtensionConfigurationException(ConnectTest.BROKER_PARAMETER + " is '" + value
                        + "', which names no broker: use shared, in-jvm or container");
        };
    }

    private static String image(ConnectTest annotation, ExtensionContext context) {
        if (!annotation.image().isEmpty()) {
            return annotation.image();
        }
        return context.getConfigurationParameter(ConnectTest.IMAGE_PARAMETER)
                .orElseGet(() -> "apache/kafka:" + AppInfoParser.getVersion());
    }

    /** Whether one broker serves all test classes that make this choice. */
    boolean isShared() {
        return kind != Broker.IN_JVM;
    }

    KafkaBroker start() {
        return kind == Broker.CONTAINER ? KafkaBroker.container(image) : KafkaBroker.inJvm();
    }
}
